"""The yearly notice comes: its days are entered, dates that were counted on without it are counted anew, and it is told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.lifecycle import ClockMoveReason, FileEntryKind
from models.clock.calendar_days import WorkCalendar
from models.clock.clock import Clock
from models.clock.clock_ladder import Ladder
from models.clock.legal_time import as_iso, beijing_date, word_day
from models.ground.codes import Role
from services.actor import Actor, require_role
from services.case.count_anew import count_anew
from services.casefile.add_entry import NewEntry, add_entry
from services.clocks.case_clock import refresh_case_clock, tell_watch
from services.clocks.move_clock import set_due
from services.clocks.office_ladder import load_ladder
from services.office.calendar_document import enter_year, read_calendar_document
from services.office.load_calendar import load_calendar
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class ImportCalendar:
    """The text of the file, and what is said of it on the trail."""

    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ImportedCalendar:
    """The years that were entered, how many dates moved by them, and how many hold as they were told."""

    years: tuple[int, ...]
    moved: int
    kept: int


def import_calendar(command: ImportCalendar, unit_of_work: UnitOfWork, actor: Actor) -> ImportedCalendar:
    """Enter the years and count every provisional date of a running limit anew, the earlier way or the later.

    Each date that moves is told in its case: complainant's page, entry of the file, trail, watch. The same file again changes
    nothing. InvalidInput on `file` with what is wrong; administrators only.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    published = read_calendar_document(command.text)
    with unit_of_work as unit:
        before = load_calendar(unit.session)
        years = tuple(year.year for year in published if enter_year(year, unit.session))
        if not years:
            return ImportedCalendar((), 0, 0)
        ladder = load_ladder(unit.session)
        moves = [_recount(clock, before, ladder, unit) for clock in _list_provisional(unit)]
        told = [move for move in moves if move is not None]
        for move in told:
            _tell(move, login, unit, actor)
        for complaint_id in {move.clock.complaint_id for move in told}:
            refresh_case_clock(complaint_id, ladder, unit)
        done = ImportedCalendar(years, len(told), len(moves) - len(told))
        payload: dict[str, object] = {"years": list(years), "moved": done.moved, "kept": done.kept}
        if command.reason:
            payload["reason"] = command.reason
        unit.trail.add(None, "calendar.imported", payload, actor)
        return done


@dataclass(frozen=True, slots=True)
class _Move:
    clock: Clock
    due_before: datetime


def _list_provisional(unit: Unit) -> list[Clock]:
    return list(
        unit.session.scalars(
            select(Clock)
            .where(Clock.is_provisional, Clock.stopped_at.is_(None))
            .order_by(Clock.complaint_id, Clock.id)
            .with_for_update()
        )
    )


def _recount(clock: Clock, before: WorkCalendar, ladder: Ladder, unit: Unit) -> _Move | None:
    """Move the clock by as many days as it had under the earlier calendar, whatever extended it; None when it holds."""
    told = clock.due_at
    due_at = count_anew(clock, before, ladder)
    if due_at == told:
        clock.is_provisional = ladder.calendar.is_provisional(beijing_date(due_at))
        return None
    set_due(clock, due_at, ClockMoveReason.CALENDAR, ladder)
    if clock.due_at == told:
        # The channel's date, which is the earlier one, goes on to count.
        return None
    clock.version += 1
    unit.session.flush()
    tell_watch(clock, unit)
    return _Move(clock, told)


def _tell(move: _Move, login: str, unit: Unit, actor: Actor) -> None:
    clock = move.clock
    before, after = (word_day(beijing_date(moment)) for moment in (move.due_before, clock.due_at))
    text = f"国家公布放假安排，暂定的期限重新计算：由{before}调整为{after}。"
    add_entry(NewEntry(clock.complaint_id, FileEntryKind.NOTE, text, login), unit)
    payload = {
        "clock_id": clock.id,
        "kind": clock.kind.value,
        "from": as_iso(move.due_before),
        "to": as_iso(clock.due_at),
    }
    unit.trail.add(clock.complaint_id, "clock.recounted", payload, actor)
