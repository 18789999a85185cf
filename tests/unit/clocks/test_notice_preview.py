"""The preview of a yearly notice says what the import then does, with as many statements for many limits as for few."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from models.clock.clock import Clock
from models.ground.ids import new_id
from models.store.database import Database
from services.case.import_calendar import ImportCalendar, import_calendar
from services.views.notice_preview import NoticePreview, preview_notice
from tests.full_office import FullOffice

YEAR: dict[str, Any] = {
    "year": 2027,
    "source": "国务院办公厅关于2027年部分节假日安排的通知",
    "published_on": "2026-11-10",
    "holidays": {"元旦": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"]},
    "makeup": {"元旦": ["2027-01-09"]},
}
TEXT = json.dumps({"years": [YEAR]})


@pytest.fixture
def office(office_database: Database, tmp_path: Path) -> FullOffice:
    """An office on the last days of 2026."""
    office = FullOffice(office_database, folder=tmp_path)
    office.clock.set("2026-12-30T10:00")
    return office


def look(office: FullOffice, page: int = 1) -> NoticePreview:
    return preview_notice(TEXT, page, office.unit_of_work(), office.actor("guan.xitong"))


def copy_clocks(office: FullOffice, complaint_id: str, number: int) -> None:
    """As many more running limits of the case as a large office has."""
    with office.unit_of_work() as unit:
        (clock,) = unit.session.query(Clock).filter_by(complaint_id=complaint_id, kind="acceptance")
        columns = {column.name: getattr(clock, column.name) for column in Clock.__table__.columns}
        rows = [{**columns, "id": new_id(), "watch_key": None} for _ in range(number)]
        unit.session.execute(Clock.__table__.insert(), rows)


def test_what_is_shown_is_what_moves(office: FullOffice) -> None:
    """DM-40, N2: case, limit and both dates."""
    for number in range(3):
        office.file(address=f"203.0.113.{number + 7}")
    shown = {(row.number, row.kind, row.before, row.after) for row in look(office).moves}
    before = {row.id: row.due_at for row in office.rows(Clock)}
    done = import_calendar(ImportCalendar(TEXT), office.unit_of_work(), office.actor("guan.xitong"))
    moved = {
        (row.kind, before[row.id], row.due_at) for row in office.rows(Clock) if row.due_at != before[row.id]
    }
    assert {row[1:] for row in shown} == moved
    assert len(shown) == done.moved > 0
    again = look(office)
    assert (again.is_known, again.moves.total, again.days) == (True, 0, ())


def test_the_number_of_statements_does_not_depend_on_the_limits(office: FullOffice) -> None:
    """DM-40: a page of fifty of however many there are."""
    case = office.file()
    told: list[str] = []
    counted = []
    event.listen(office.database.engine, "before_cursor_execute", lambda *given: told.append(given[2]))
    for more in (0, 120):
        if more:
            copy_clocks(office, case.complaint_id, more)
        told.clear()
        shown = look(office, page=2)
        counted.append(len(told))
    assert counted[0] == counted[1] <= 40
    assert (shown.moves.total, shown.moves.number, shown.moves.last) == (121, 2, 3)
