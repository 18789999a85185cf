"""One running office for each module, copied from the office that the test run makes once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office_process import OfficeProcess, office_template, running_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    """Engine, workers and web server of a demo office at 2026-08-31 09:00."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with running_office(tmp_path_factory.mktemp("office"), template=template) as running:
        yield running
