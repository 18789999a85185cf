"""What came in day by day, of everything that is watched, from the database: an alarm must not depend on a store beside it.

What is for named readers alone is in no count: an alarm is read by all supervisors.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.clock.calendar_days import SATURDAY, CalendarYearMissing, WorkCalendar
from models.clock.legal_time import at_time, beijing_date, to_beijing
from models.ground.wave_codes import WaveDimension
from models.office.staff import Staff
from services.access.restricted import is_restricted
from services.ledger.about import about_unit, is_settled
from services.unit_of_work import Unit
from services.waves.scan import OfficeDays, office_days
from services.waves.usual import shape_of

# A year for the threshold, and what is usual before it.
MOST_DAYS = 480
AT_ONCE = 2_000
_FRIDAY, _LONG_CLOSURE = 4, 3
Series = tuple[WaveDimension, str]


@dataclass(slots=True)
class Counted:
    """Complaints by their Beijing day of receipt; `hours` by (whether the weekday is a Saturday or Sunday, hour)."""

    totals: Counter[date] = field(default_factory=Counter)
    series: dict[Series, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    hours: Counter[tuple[bool, int]] = field(default_factory=Counter)

    def with_later(self, other: Counted) -> Counted:
        """Both together; neither changes. Their days do not overlap."""
        both = Counted(self.totals + other.totals, defaultdict(Counter), self.hours + other.hours)
        for part in (self, other):
            for series, days in part.series.items():
                both.series[series].update(days)
        return both


@dataclass(frozen=True, slots=True)
class OfficePast:
    """From `first` to today: counts by place of the day; the last is of the part of today that is over."""

    first: date
    totals: Sequence[int]
    series: dict[Series, list[int]]
    days: OfficeDays

    @property
    def today(self) -> int:
        """Its place."""
        return len(self.totals) - 1

    def day_at(self, place: int) -> date:
        """The Beijing day at a place."""
        return self.first + timedelta(days=place)

    def place_of(self, day: date) -> int:
        """May lie outside."""
        return (day - self.first).days


def count_days(since: date, until: date, unit: Unit) -> Counted:
    """From `since` to the day before `until`; a fixed number of statements, streamed."""
    counted, within = Counted(), (_moment(since), _moment(until))
    query = select(Complaint.received_at, Complaint.received_hour, Complaint.category)
    for received, hour, category in _stream(query, within, unit):
        day = beijing_date(received)
        counted.totals[day] += 1
        counted.hours[day.weekday() >= SATURDAY, hour] += 1
        if category is not None:
            counted.series[WaveDimension.CATEGORY, category.value][day] += 1
    for dimension, column in _columns().items():
        for received, _, code in _stream(_about(column).where(column.is_not(None)), within, unit):
            counted.series[dimension, code][beijing_date(received)] += 1
    return counted


def list_cases(series: Series, since: date, until: date, unit: Unit) -> frozenset[str]:
    """The complaints of one series that came in from `since` to the day before `until`."""
    dimension, code = series
    if dimension is WaveDimension.CATEGORY:
        query: Any = select(Complaint.received_at, Complaint.id).where(Complaint.category == code)
    else:
        column = _columns()[dimension]
        query = _about(column).where(column == code)
    return frozenset(row[1] for row in _stream(query, (_moment(since), _moment(until)), unit))


def _columns() -> dict[WaveDimension, Any]:  # Any: a column, or what it falls back to
    return {
        WaveDimension.UNIT: about_unit(),
        WaveDimension.WINDOW: Respondent.window,
        WaveDimension.ITEM: Respondent.item,
    }


def _about(column: Any) -> Any:  # Any: each caller unpacks what it selects
    """Once a complaint, however many of its matters are about the same."""
    return (
        select(Complaint.received_at, Respondent.complaint_id, column)
        .select_from(Complaint)
        .join(Respondent, Respondent.complaint_id == Complaint.id)
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
        .where(Respondent.in_force(), is_settled())
        .distinct()
    )


def lay_out(counted: Counted, calendar: WorkCalendar, now: datetime) -> OfficePast | None:
    """Days from the first complaint on; None before there is any."""
    today = beijing_date(now)
    if not counted.totals:
        return None
    first = min(counted.totals)
    number = (today - first).days + 1
    days = [first + timedelta(days=n) for n in range(number)]
    kinds = [*_kinds(days, calendar)]
    totals = [counted.totals[day] for day in days]
    shape = shape_of(totals[:-1], kinds)
    shape[-1] *= _share_of_today(counted, now)
    series = {name: [of[day] for day in days] for name, of in counted.series.items()}
    return OfficePast(first, totals, series, office_days(totals, shape))


def _stream(
    query: Any, within: tuple[datetime, datetime], unit: Unit
) -> Iterator[Any]:  # Any: each caller unpacks what it selects
    since, until = within
    received = query.where(Complaint.received_at >= since, Complaint.received_at < until, ~is_restricted())
    yield from unit.session.execute(received.execution_options(yield_per=AT_ONCE))


def _moment(day: date) -> datetime:
    return at_time(day, "00:00")


def _kinds(days: Sequence[date], calendar: WorkCalendar) -> Iterator[str]:
    """A weekday that is worked, a day off by its weekday, a holiday, or the first day after a long closure."""
    is_workday = _asker(calendar)
    closed = 0
    for day in days:
        if not is_workday(day):
            closed += 1
            yield f"off-{day.weekday()}" if day.weekday() >= SATURDAY else "holiday"
        else:
            yield "after" if closed >= _LONG_CLOSURE else f"day-{min(day.weekday(), _FRIDAY)}"
            closed = 0


def _asker(calendar: WorkCalendar) -> Callable[[date], bool]:
    def is_workday(day: date) -> bool:
        try:
            return calendar.is_workday(day)
        except CalendarYearMissing:
            # A past before the calendar: an ordinary week is close enough for what is usual.
            return day.weekday() < SATURDAY

    return is_workday


def _share_of_today(counted: Counted, now: datetime) -> float:
    """How much of a day is over by its complaints: at three in the night little, at six in the evening nearly all."""
    moment = to_beijing(now)
    is_weekend = moment.weekday() >= SATURDAY
    hours = [counted.hours[is_weekend, hour] + 0.5 for hour in range(24)]
    over = sum(hours[: moment.hour]) + hours[moment.hour] * moment.minute / 60
    return max(0.02, over / sum(hours))
