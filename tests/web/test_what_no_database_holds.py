"""What a database cannot hold, sent to the pages: a NUL and a text beyond its column on PostgreSQL, long numbers on both."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.database import Database
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.web.pages import Visitor, lend_app, text_of


@pytest.fixture
def citizen(postgres_office: Database, tmp_path: Path) -> Visitor:
    return Visitor(lend_app(FullOffice(postgres_office, folder=tmp_path)))


@pytest.mark.parametrize("address", ["/checklists/%00", "/annual-reports/%00", "/go?to=%00"])
def test_an_address_with_a_nul_is_no_failure_of_ours(citizen: Visitor, address: str) -> None:
    assert citizen.get(address).status_code in {400, 404}


def test_who_signs_in_with_a_nul_is_told_so_and_nothing_breaks(citizen: Visitor) -> None:
    answer = citizen.sign_in("wen\0rusheng", "x")
    assert answer.status_code == 400
    assert "请求" in text_of(answer)
    assert citizen.get("/guide").status_code == 200


TOO_LONG = "9" * 20


@pytest.mark.parametrize(
    ("login", "address", "status"),
    [
        ("guan.xitong", f"/relations/{TOO_LONG}", 404),
        ("jian.rujing", f"/bulletins/{'0' * 32}/{TOO_LONG}/bulletin.pdf", 404),
        ("ying.xiaoyu", f"/concerning-me?page={TOO_LONG}", 400),
    ],
)
def test_a_number_that_no_database_holds_is_no_failure_of_ours(
    served_office: ServedOffice, login: str, address: str, status: int
) -> None:
    """A driver's own error was a 500 on SQLite and a 400 on PostgreSQL."""
    answer = served_office.visitor(login).get(address)
    assert answer.status_code == status, answer.text[:300]
