"""A table of the ledger that holds less than was asked for says so in its last line and on record."""

from __future__ import annotations

import csv
from collections.abc import Callable
from importlib import import_module
from io import StringIO

import pytest
from sqlalchemy import select

from models.ledger.trail_event import TrailEvent
from tests.full_office import FullOffice
from tests.web.pages import Visitor

ENDS = "本表到此为止"


@pytest.mark.parametrize("most", [2, 3])
def test_a_table_that_is_cut_says_so(
    office: FullOffice, sign_in: Callable[[str], Visitor], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    for no in range(3):
        office.file(address=f"203.0.113.{no + 20}")
    for module in ("services.lists.ledger_table", "api.staff.ledger_table"):
        monkeypatch.setattr(import_module(module), "MOST_ROWS", most)
    clerk = sign_in("wen.rusheng")
    assert f"最多{most}行" in clerk.get("/ledger/table").text
    sent = {"purpose": "核对全年台账", "format": "csv"}
    rows = list(csv.reader(StringIO(clerk.post("/ledger/table", sent).data.decode("utf-8-sig"))))
    is_cut = most == 2
    assert rows[-1][0].startswith(ENDS) is is_cut
    assert len(rows) == 1 + most + is_cut
    with office.unit_of_work().reading() as unit:
        told = unit.session.scalars(select(TrailEvent.payload).where(TrailEvent.kind == "list.exported"))
        assert [(one["number"], one["is_cut"]) for one in told] == [(most, is_cut)]
