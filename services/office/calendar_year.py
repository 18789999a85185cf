"""One year of the work calendar as a page shows it: twelve months of days, named holidays, and the centre's own days."""

from __future__ import annotations

import calendar
import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select

from models.case.lifecycle import DayKind
from models.clock.calendar_days import WorkCalendar
from models.clock.legal_time import beijing_date
from models.clock.work_calendar import WorkCalendarDay, WorkCalendarOverride, WorkCalendarYear
from models.ground.codes import Role
from models.ground.errors import NotFound
from services.actor import Actor, require_role
from services.office.load_calendar import load_calendar
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

_MONTHS = range(1, 13)
_MONDAY_FIRST = calendar.Calendar()
Week = tuple["ShownDay | None", ...]


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day with its kind; `name` of the holiday or the local reason, empty for a plain day."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class NamedDays:
    """Days of the national arrangement under one name, in order."""

    name: str
    holidays: tuple[date, ...]
    makeup: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day that the centre set itself, by whom, when and why."""

    day: date
    kind: DayKind
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """`months`: weeks from Monday, None outside of the month. `edition` changes with any day of the calendar."""

    year: int
    years: tuple[int, ...]
    is_provisional: bool
    source: str
    published_on: date | None
    months: tuple[tuple[Week, ...], ...]
    named: tuple[NamedDays, ...]
    own: tuple[OwnDay, ...]
    today: date
    edition: str


def get_calendar_year(year: int | None, unit_of_work: UnitOfWork, actor: Actor) -> CalendarYear:
    """The year, without one that of today; NotFound for a year that the calendar does not have. Administrators only."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        today = beijing_date(unit.clock.now())
        row = unit.session.get(WorkCalendarYear, today.year if year is None else year)
        if row is None:
            raise NotFound
        known, of_year = load_calendar(unit.session), row.year
        return CalendarYear(
            year=of_year,
            years=tuple(sorted(known.years)),
            is_provisional=row.is_provisional,
            source=row.source,
            published_on=row.published_on,
            months=tuple(_weeks(of_year, month, known) for month in _MONTHS),
            named=_named(of_year, unit),
            own=_own(of_year, unit),
            today=today,
            edition=read_edition(unit),
        )


def read_edition(unit: Unit) -> str:
    """A mark of the calendar as it stands: a page that was shown by another one decides nothing."""
    years = unit.session.execute(
        select(WorkCalendarYear.year, WorkCalendarYear.version).order_by(WorkCalendarYear.year)
    )
    own = unit.session.execute(
        select(WorkCalendarOverride.day, WorkCalendarOverride.kind).order_by(WorkCalendarOverride.day)
    )
    told = repr([tuple(row) for row in years]) + repr([(row.day.isoformat(), row.kind.value) for row in own])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _weeks(year: int, month: int, known: WorkCalendar) -> tuple[Week, ...]:
    return tuple(
        tuple(_shown(day, known) if day.month == month else None for day in week)
        for week in _MONDAY_FIRST.monthdatescalendar(year, month)
    )


def _shown(day: date, known: WorkCalendar) -> ShownDay:
    special = known.days.get(day)
    return ShownDay(day, known.kind_of(day), "" if special is None else special.name)


def _named(year: int, unit: Unit) -> tuple[NamedDays, ...]:
    rows = unit.session.scalars(
        select(WorkCalendarDay)
        .where(WorkCalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(WorkCalendarDay.day)
    ).all()
    first = {row.name: row.day for row in reversed(rows)}
    by_name = groupby(sorted(rows, key=lambda row: (first[row.name], row.day)), key=lambda row: row.name)
    return tuple(_of_name(name, list(days)) for name, days in by_name)


def _of_name(name: str, rows: list[WorkCalendarDay]) -> NamedDays:
    return NamedDays(
        name,
        tuple(row.day for row in rows if row.kind is DayKind.HOLIDAY),
        tuple(row.day for row in rows if row.kind is DayKind.MAKEUP),
    )


def _own(year: int, unit: Unit) -> tuple[OwnDay, ...]:
    names = map_people_names(unit)
    rows = unit.session.scalars(
        select(WorkCalendarOverride)
        .where(WorkCalendarOverride.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(WorkCalendarOverride.day)
    )
    return tuple(
        OwnDay(row.day, row.kind, row.reason, names.get(row.decided_by, row.decided_by), row.decided_at)
        for row in rows
    )
