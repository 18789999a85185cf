"""Every case of the office of 0.2.0 comes to its end with this release."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.acceptance.earlier_office import Opened, opened_office
from tests.acceptance.office_ends import assert_every_case_ends

pytestmark = [
    pytest.mark.skipif(os.environ.get("PROVE") != "1", reason="a part of make prove-whole"),
    pytest.mark.timeout(1200),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The office after its second start."""
    with opened_office("0.2.0", tmp_path_factory.mktemp("last") / "office") as office:
        office.office.settle()
        yield office


def test_every_case_of_every_stage_comes_to_the_archive(opened: Opened) -> None:
    """With an open task of every form of that release among them."""
    assert_every_case_ends(opened)
