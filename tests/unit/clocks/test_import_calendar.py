"""The yearly notice moves provisional dates, tells whom it concerns, and changes nothing the second time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from models.clock.work_calendar import WorkCalendarYear
from models.ground.errors import InvalidInput, NotPermitted
from models.ledger.trail_event import TrailEvent
from models.store.database import Database
from services.actor import citizen
from services.case.import_calendar import ImportCalendar, ImportedCalendar, import_calendar
from services.views.progress import FindProgress, find_progress
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept

NOTICE: dict[str, Any] = {
    "year": 2027,
    "source": "国务院办公厅关于2027年部分节假日安排的通知",
    "published_on": "2026-11-10",
    "holidays": {"元旦": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"]},
    "makeup": {"元旦": ["2027-01-09"]},
}


@pytest.fixture
def office(office_database: Database, tmp_path: Path) -> FullOffice:
    """An office on the last day of 2026."""
    office = FullOffice(office_database, folder=tmp_path)
    office.clock.set("2026-12-31T10:00")
    return office


def notice(**changes: object) -> str:
    return json.dumps({"years": [{**NOTICE, **changes}]})


def take(office: FullOffice, text: str, login: str = "guan.xitong") -> ImportedCalendar:
    return import_calendar(ImportCalendar(text), office.unit_of_work(), office.actor(login))


def test_a_provisional_date_moves_and_is_told_in_its_case(office: FullOffice) -> None:
    """N2: complainant's page, entry of the file and trail say from when to when; no date of a published year moves."""
    filed = office.file()
    accept(office, filed.complaint_id)
    case = office.rows(Complaint, id=filed.complaint_id)[0]
    resolve = office.rows(Clock, complaint_id=case.id, kind=ClockKind.RESOLVE)[0]
    assert (as_iso(resolve.due_at)[:10], resolve.is_provisional) == ("2027-01-08", True)
    done = take(office, notice())
    assert done.years == (2027,)
    assert done.moved > 0
    clock = office.rows(Clock, id=resolve.id)[0]
    assert (as_iso(clock.due_at)[:10], clock.is_provisional) == ("2027-01-09", False)
    assert (clock.original_due_at, clock.version) == (resolve.due_at, resolve.version + 1)
    progress = find_progress(
        FindProgress(filed.number, filed.query_code), office.unit_of_work(), citizen("203.0.113.7")
    )
    assert progress is not None
    moves = {
        move.kind: (move.before.date().isoformat(), move.after.date().isoformat())
        for move in progress.date_moves
    }
    assert moves[ClockKind.RESOLVE] == ("2027-01-08", "2027-01-09")
    assert progress.resolve_due_at == clock.due_at
    texts = [row.text for row in office.rows(FileEntry, complaint_id=case.id)]
    assert "国家公布放假安排，暂定的期限重新计算：由2027年1月8日调整为2027年1月9日。" in texts
    told = [row.payload for row in office.rows(TrailEvent, complaint_id=case.id, kind="clock.recounted")]
    assert {row["clock_id"] for row in told} >= {clock.id}


def test_the_same_file_again_changes_nothing(office: FullOffice) -> None:
    """N2: idempotent; no second move, entry or message."""
    accept(office, office.file().complaint_id)
    take(office, notice())
    before = [(row.id, row.version, row.due_at) for row in office.rows(Clock)]
    entries = len(office.rows(FileEntry))
    assert take(office, notice()) == ImportedCalendar((), 0, 0)
    assert [(row.id, row.version, row.due_at) for row in office.rows(Clock)] == before
    assert len(office.rows(FileEntry)) == entries


def test_a_date_that_was_not_provisional_holds(office: FullOffice) -> None:
    """N2: what was counted within the published year was told for good."""
    office.clock.set("2026-12-14T10:00")
    filed = office.file()
    before = [(row.id, row.due_at) for row in office.rows(Clock, complaint_id=filed.complaint_id)]
    assert not any(row.is_provisional for row in office.rows(Clock, complaint_id=filed.complaint_id))
    assert take(office, notice()).moved == 0
    assert [(row.id, row.due_at) for row in office.rows(Clock, complaint_id=filed.complaint_id)] == before


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "NOT_JSON"),
        ("{}", "NOT_A_CALENDAR: years"),
        (notice(holidays={}), "NOT_A_CALENDAR: years.0"),
        (notice(published_on=None), "NOT_A_CALENDAR: years.0"),
        (notice(makeup={"元旦": ["2028-01-09"]}), "DAY_OF_ANOTHER_YEAR: 2028-01-09"),
        (notice(makeup={"元旦": ["2027-01-04"]}), "DAY_TWICE: 2027-01-04"),
        (notice(year=2026, holidays={"元旦": ["2026-01-01"]}, makeup={}), "PUBLISHED_OTHERWISE: 2026"),
    ],
)
def test_a_file_that_is_wrong_is_refused_whole(office: FullOffice, text: str, fault: str) -> None:
    """N2: with what is wrong and where; the year stays provisional."""
    with pytest.raises(InvalidInput) as refused:
        take(office, text)
    assert refused.value.errors == {"file": fault}
    assert office.rows(WorkCalendarYear, year=2027)[0].is_provisional


def test_only_an_administrator_enters_the_notice(office: FullOffice) -> None:
    """It moves dates of everybody."""
    with pytest.raises(NotPermitted):
        take(office, notice(), "xun.wenshi")
