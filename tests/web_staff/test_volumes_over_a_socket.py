"""The file of a closed case through the real web server: its index, what it lacks, and who finds what in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.vault.keyring import Keyring
from services.filing.new_case import FiledComplaint
from tests.served_office import ServedOffice, serve_office
from tests.web.pages import text_of
from tests.web_staff.closed_file import NAME, PICTURE, SUPERVISOR, close_file_of


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("volumes"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def closed(served: ServedOffice) -> FiledComplaint:
    return close_file_of(served.office, "198.51.100.7")


def test_the_index_stands_in_its_order_and_names_what_is_missing(
    served: ServedOffice, closed: FiledComplaint
) -> None:
    """卷内目录 and completeness; the identity is kept apart and stands in no line."""
    page = text_of(served.visitor(SUPERVISOR).get(f"/cases/{closed.complaint_id}/archive"))
    places = ["登记材料", "受理材料", "证据材料", "处理意见及审批", "答复材料", "办理过程记录", "身份材料"]
    at = [page.index(f"{place} {place} ") for place in places]
    assert at == sorted(at)
    for title in ("投诉登记表", "受理告知书", "证据目录", f"证据1 {PICTURE}", "答复"):
        assert title in page, title
    assert "缺： 调查记录、回访记录" in page
    assert "另册：载有投诉人身份" in page
    assert NAME not in page
