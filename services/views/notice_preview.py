"""What a yearly notice moves, before anybody enters it: days that become others, and dates of running limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import load_only

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, DayKind
from models.clock.calendar_days import SpecialDay, WorkCalendar
from models.clock.clock import Clock
from models.clock.clock_ladder import Ladder
from models.clock.work_calendar import WorkCalendarOverride
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.case.count_anew import count_anew
from services.clocks.channel_limit import counted_due, own_due_of
from services.clocks.office_ladder import load_ladder
from services.office.calendar_document import PublishedYear, check_published, read_calendar_document
from services.office.calendar_year import read_edition
from services.unit_of_work import Unit, UnitOfWork
from services.views.page import Page, page_of


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day that counts otherwise or is called otherwise."""

    day: date
    before: SpecialDay
    after: SpecialDay


@dataclass(frozen=True, slots=True)
class NoticedYear:
    """A year of the notice; `is_new` unless it stands so already."""

    year: int
    source: str
    published_on: date
    days: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class MovedLimit:
    """A running limit whose date was told as provisional and moves."""

    number: str
    kind: ClockKind
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """`kept`: provisional dates of running limits that hold as they were told."""

    years: tuple[NoticedYear, ...]
    days: tuple[ChangedDay, ...]
    moves: Page[MovedLimit]
    kept: int
    edition: str

    @property
    def is_known(self) -> bool:
        """Whether all of it stands so already."""
        return not any(year.is_new for year in self.years)


def preview_notice(text: str, page: int, unit_of_work: UnitOfWork, actor: Actor) -> NoticePreview:
    """As many statements for ten thousand limits as for one; cases that are not for this person are in no list and no count.

    InvalidInput on `file` as the import itself; administrators only.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    published = read_calendar_document(text)
    if len({year.year for year in published}) < len(published):
        raise InvalidInput({"file": "DAY_TWICE"})
    with unit_of_work.reading() as unit:
        ladder = load_ladder(unit.session)
        new = {year.year for year in published if check_published(year, unit.session)}
        after = _with_years([year for year in published if year.year in new], ladder.calendar, unit)
        moves, kept = _list_moves(login, ladder, after, unit)
        return NoticePreview(
            years=tuple(
                NoticedYear(one.year, one.source, one.published_on, len(one.days), one.year in new)
                for one in published
            ),
            days=tuple(_list_days(new, ladder.calendar, after)),
            moves=page_of(moves, page),
            kept=kept,
            edition=read_edition(unit),
        )


def _with_years(years: list[PublishedYear], known: WorkCalendar, unit: Unit) -> WorkCalendar:
    """The calendar as it would be; the centre's own days stay above."""
    entered = {year.year for year in years}
    own = set(unit.session.scalars(select(WorkCalendarOverride.day)))
    days = {day: told for day, told in known.days.items() if day.year not in entered or day in own}
    for year in years:
        for day in year.days:
            days.setdefault(day.day, SpecialDay(day.kind, day.name))
    return WorkCalendar(days, {**known.years, **dict.fromkeys(entered, False)})


def _list_days(years: set[int], before: WorkCalendar, after: WorkCalendar) -> list[ChangedDay]:
    touched = sorted(day for day in {*before.days, *after.days} if day.year in years)
    pairs = [(day, _told(day, before), _told(day, after)) for day in touched]
    return [ChangedDay(*pair) for pair in pairs if pair[1] != pair[2]]


def _told(day: date, known: WorkCalendar) -> SpecialDay:
    if day.year not in known.years:
        return SpecialDay(DayKind.WEEKEND if day.isoweekday() > 5 else DayKind.WORKDAY, "")
    special = known.days.get(day)
    return SpecialDay(known.kind_of(day), "" if special is None else special.name)


def _list_moves(login: str, ladder: Ladder, after: WorkCalendar, unit: Unit) -> tuple[list[MovedLimit], int]:
    rows = unit.session.execute(
        select(Clock, Complaint.number)
        .join(Complaint, Complaint.id == Clock.complaint_id)
        .where(Clock.is_provisional, Clock.stopped_at.is_(None), ~must_keep_away(login, unit))
        .options(load_only(Clock.kind, Clock.started_on, Clock.due_at, Clock.explanation))
        .order_by(Clock.due_at, Clock.id)
    ).all()
    then = Ladder(ladder.hours, after, ladder.supervised_after)
    moves = []
    # Of ten thousand limits most began on the same days and end on the same days.
    counted: dict[tuple[object, ...], datetime] = {}
    for clock, number in rows:
        limit = clock.explanation["limit"]
        moved = bool(clock.explanation["moves"])
        alike = (clock.started_on, own_due_of(clock), limit["unit"], limit["amount"], moved)
        if alike not in counted:
            counted[alike] = count_anew(clock, ladder.calendar, then)
        due_at = counted_due(clock, counted[alike])
        if due_at != clock.due_at:
            moves.append(MovedLimit(number, clock.kind, clock.due_at, due_at))
    return moves, len(rows) - len(moves)
