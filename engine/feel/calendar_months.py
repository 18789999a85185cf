"""Steps of whole months: the day is kept, or is the last of a shorter month."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime
from typing import TypeVar

Day = TypeVar("Day", date, datetime)


def last_day(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return calendar.monthrange(year, month)[1]


def add_months(day: Day, months: int) -> Day:
    """Return the day so many months later (31 January and one month is 28 February)."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = month_index + 1
    if not 1 <= year <= 9999:
        raise ValueError("beyond the calendar")
    moved = day.replace(year=year, month=month, day=min(day.day, last_day(year, month)))
    if isinstance(moved, datetime) and moved.tzinfo is not None:
        # A moment that the zone skips becomes the one that its clocks show then.
        return moved.astimezone(UTC).astimezone(moved.tzinfo)
    return moved


def months_between(start: date, end: date) -> int:
    """Return the whole months from `start` to `end`, negative backwards."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months
