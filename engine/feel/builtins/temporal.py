"""Days of the calendar, the moment that is now, and the repeating interval of Zeebe's timers."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.calendar_months import last_day
from engine.feel.numbers import whole
from engine.feel.scope import Run
from engine.feel.text import print_value
from engine.feel.values import YearsMonths

# English whatever the locale of the host.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _now(run: Run) -> datetime:
    if run.now is None:
        raise ValueError("the evaluation has no clock")
    return run.now.astimezone(UTC)


@builtin("now()", wants_run=True)
def now(run: Run) -> object:
    """Return the moment of the evaluation, in UTC."""
    return _now(run)


@builtin("today()", wants_run=True)
def today(run: Run) -> object:
    """Return the day of the evaluation, in UTC."""
    return _now(run).date()


@builtin("day of week(date: date|date and time)")
def day_of_week(day: date) -> object:
    """Return the English name of the day."""
    return _DAYS[day.weekday()]


@builtin("month of year(date: date|date and time)")
def month_of_year(day: date) -> object:
    """Return the English name of the month."""
    return _MONTHS[day.month - 1]


@builtin("day of year(date: date|date and time)")
def day_of_year(day: date) -> object:
    """Return the number of the day in its year."""
    return day.timetuple().tm_yday


@builtin("week of year(date: date|date and time)")
def week_of_year(day: date) -> object:
    """Return the number of the week by ISO 8601."""
    return day.isocalendar().week


@builtin("last day of month(date: date|date and time)")
def last_day_of_month(day: date) -> object:
    """Return the last day of the month of a day."""
    return date(day.year, day.month, last_day(day.year, day.month))


@builtin("is leap year(date: date|date and time)")
def is_leap_year(day: date) -> object:
    """Say whether the year of a day has 366 days."""
    return calendar.isleap(day.year)


@builtin("cycle(interval: duration)")
def cycle_forever(interval: timedelta | YearsMonths) -> object:
    """Return an interval that repeats without end."""
    return f"R/{print_value(interval)}"


@builtin("cycle(repetitions: number|Null, interval: duration)")
def cycle(repetitions: Decimal | None, interval: timedelta | YearsMonths) -> object:
    """Return an interval that repeats so many times; null for without end."""
    return f"R{'' if repetitions is None else whole(repetitions)}/{print_value(interval)}"
