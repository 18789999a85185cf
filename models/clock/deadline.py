"""Counting of time limits over the work calendar: when counting begins, which days count, when it is due.

Pure. Sources: 民法典 art. 201 (the opening day is not counted), art. 203 (a last day of rest moves on).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict

from models.clock.calendar_days import WorkCalendar, days_between
from models.clock.legal_time import ONE_DAY, as_iso, at_time, to_beijing

WORKING_DAYS = "wd"
CALENDAR_DAYS = "cd"
# By the clock on the wall, at night and on days of rest too.
HOURS = "h"
DEFAULT_CUTOFF = "17:00"
AFTER_CUTOFF_REASON = "收到时已过截止时间"


class SkippedDay(TypedDict):
    """A day that does not count, with its reason in Chinese."""

    date: str
    reason: str


class DeadlineAnswer(TypedDict):
    """A due moment with every day that led to it; all days are ISO dates in Beijing."""

    effective_date: str
    due_date: str
    due_at: str
    provisional: bool
    counted: list[str]
    counted_makeup_days: list[str]
    skipped: list[SkippedDay]
    not_counted_before_start: list[SkippedDay]
    rolled: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and how it counts.

    `intake_shift`: a receipt after the cutoff or on a rest day counts as the next workday's. None: on for
    working days, off for calendar days, since a statutory period must not grow by the hour of arrival.
    """

    amount: int
    unit: str = WORKING_DAYS
    cutoff: str = DEFAULT_CUTOFF
    intake_shift: bool | None = None

    @property
    def shifts_intake(self) -> bool:
        """The shift in force."""
        return self.unit == WORKING_DAYS if self.intake_shift is None else self.intake_shift


def compute_deadline(start: datetime, limit: Limit, calendar: WorkCalendar) -> DeadlineAnswer:
    """Count `limit` from `start`; ValueError for a naive start, an unknown unit or a negative amount."""
    if limit.unit not in (WORKING_DAYS, CALENDAR_DAYS, HOURS) or limit.amount < 0:
        raise ValueError("a limit is an amount of 0 or more, in wd, cd or h")
    if limit.unit == HOURS:
        return _hours_later(start, limit.amount)
    effective, not_counted = effective_day(start, limit, calendar)
    count = _count_workdays if limit.unit == WORKING_DAYS else _count_calendar_days
    due, counted, skipped = count(effective, limit.amount, calendar)
    is_counting_workdays = limit.unit == WORKING_DAYS
    makeup = [day for day in counted if is_counting_workdays and calendar.is_makeup(day)]
    return DeadlineAnswer(
        effective_date=effective.isoformat(),
        due_date=due.isoformat(),
        due_at=as_iso(at_time(due, limit.cutoff)),
        provisional=calendar.is_provisional(due),
        counted=[day.isoformat() for day in counted],
        counted_makeup_days=[day.isoformat() for day in makeup],
        skipped=[_skipped(day, calendar) for day in skipped],
        not_counted_before_start=not_counted,
        rolled=not is_counting_workdays and bool(skipped),
    )


def effective_day(start: datetime, limit: Limit, calendar: WorkCalendar) -> tuple[date, list[SkippedDay]]:
    """The Beijing day that counts as the day of receipt, and the days passed over to reach it.

    The cutoff's own second is still in time; with cutoff 24:00 every moment of a day is.
    """
    moment = to_beijing(start)
    day = moment.date()
    if not limit.shifts_intake:
        return day, []
    passed: list[SkippedDay] = []
    if moment > at_time(day, limit.cutoff):
        passed.append(SkippedDay(date=day.isoformat(), reason=AFTER_CUTOFF_REASON))
        day += ONE_DAY
    while not calendar.is_workday(day):
        passed.append(_skipped(day, calendar))
        day += ONE_DAY
    return day, passed


def _count_workdays(start: date, amount: int, calendar: WorkCalendar) -> tuple[date, list[date], list[date]]:
    due = calendar.add_workdays(start, amount)
    days = list(days_between(start, due))
    counted = [day for day in days if calendar.is_workday(day)]
    return due, counted, [day for day in days if not calendar.is_workday(day)]


def _count_calendar_days(
    start: date, amount: int, calendar: WorkCalendar
) -> tuple[date, list[date], list[date]]:
    last = start + ONE_DAY * amount
    counted = list(days_between(start, last))
    rolled_over: list[date] = []
    due = last
    while not calendar.is_workday(due):
        rolled_over.append(due)
        due += ONE_DAY
    return due, counted, rolled_over


def _hours_later(start: datetime, amount: int) -> DeadlineAnswer:
    begun = to_beijing(start)
    due = begun + timedelta(hours=amount)
    return DeadlineAnswer(
        effective_date=begun.date().isoformat(),
        due_date=due.date().isoformat(),
        due_at=as_iso(due),
        provisional=False,
        counted=[],
        counted_makeup_days=[],
        skipped=[],
        not_counted_before_start=[],
        rolled=False,
    )


def _skipped(day: date, calendar: WorkCalendar) -> SkippedDay:
    return SkippedDay(date=day.isoformat(), reason=calendar.rest_reason(day))
