"""What PostgreSQL cannot hold and SQLite can, sent to the pages: a NUL, a text beyond its column."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.database import Database
from tests.full_office import FullOffice
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
