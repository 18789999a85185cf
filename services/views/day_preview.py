"""What a day of the centre's own does before it is set or taken back: which running limits pass over it and keep their date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, DayKind
from models.clock.calendar_days import SpecialDay, WorkCalendar
from models.clock.clock import Clock
from models.clock.legal_time import ONE_DAY, at_time
from models.clock.work_calendar import WorkCalendarDay
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.office.calendar_year import read_edition
from services.office.load_calendar import load_calendar
from services.office.override_day import LOCAL_KINDS
from services.unit_of_work import Unit, UnitOfWork
from services.views.page import ROWS_OF_A_PAGE, Page, cut_page

_MIDNIGHT = "00:00"


@dataclass(frozen=True, slots=True)
class DayChange:
    """The day, what it becomes (empty: what the national arrangement says), and which page of the limits is shown."""

    day: date
    kind: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class PassingLimit:
    """A running limit that begins before the day and ends on it or later; `is_due_then`: on the day itself."""

    number: str
    kind: ClockKind
    due_at: datetime
    is_due_then: bool


@dataclass(frozen=True, slots=True)
class DayPreview:
    """From which kind to which; `due_then` of the `limits` end on the day itself."""

    day: date
    before: SpecialDay
    after: SpecialDay
    limits: Page[PassingLimit]
    due_then: int
    edition: str

    @property
    def is_same(self) -> bool:
        """Whether the day counts as it did."""
        return _counts(self.before) == _counts(self.after)


def preview_day(change: DayChange, unit_of_work: UnitOfWork, actor: Actor) -> DayPreview:
    """As many statements for ten thousand limits as for one; cases that are not for this person are in no list and no count.

    InvalidInput on `day` for one outside of the known years, on `kind` for one that the centre does not set; administrators only.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    if change.kind and change.kind not in LOCAL_KINDS:
        raise InvalidInput({"kind": "NOT_AN_OPTION"})
    with unit_of_work.reading() as unit:
        known = load_calendar(unit.session)
        if change.day.year not in known.years:
            raise InvalidInput({"day": "YEAR_UNKNOWN"})
        limits, due_then = _list_passing(change, login, unit)
        return DayPreview(
            day=change.day,
            before=_now(change.day, known),
            after=SpecialDay(DayKind(change.kind), "") if change.kind else _national(change.day, unit),
            limits=limits,
            due_then=due_then,
            edition=read_edition(unit),
        )


def _list_passing(change: DayChange, login: str, unit: Unit) -> tuple[Page[PassingLimit], int]:
    """The page of limits, and how many of all end on the day itself."""
    begins, ends = at_time(change.day, _MIDNIGHT), at_time(change.day + ONE_DAY, _MIDNIGHT)
    passing = (
        select(Complaint.number, Clock.kind, Clock.due_at)
        .join(Complaint, Complaint.id == Clock.complaint_id)
        .where(
            Clock.stopped_at.is_(None),
            Clock.started_on < change.day,
            Clock.due_at >= begins,
            ~must_keep_away(login, unit),
        )
    )
    total = unit.session.scalar(select(func.count()).select_from(passing.subquery())) or 0
    then = passing.where(Clock.due_at < ends).subquery()
    cut = cut_page(range(total), change.page)
    rows = unit.session.execute(
        passing.order_by(Clock.due_at, Clock.id)
        .limit(ROWS_OF_A_PAGE)
        .offset((cut.number - 1) * ROWS_OF_A_PAGE)
    )
    limits = tuple(PassingLimit(row.number, row.kind, row.due_at, row.due_at < ends) for row in rows)
    due_then = unit.session.scalar(select(func.count()).select_from(then)) or 0
    return Page(limits, cut.number, cut.total, cut.has_more), due_then


def _now(day: date, known: WorkCalendar) -> SpecialDay:
    special = known.days.get(day)
    return SpecialDay(known.kind_of(day), "" if special is None else special.name)


def _national(day: date, unit: Unit) -> SpecialDay:
    row = unit.session.get(WorkCalendarDay, day)
    if row is not None:
        return SpecialDay(row.kind, row.name)
    return _now(day, WorkCalendar({}, {day.year: False}))


def _counts(day: SpecialDay) -> bool:
    return day.kind in (DayKind.WORKDAY, DayKind.MAKEUP, DayKind.LOCAL_WORKDAY)
