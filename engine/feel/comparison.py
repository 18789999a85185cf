"""Equality, order and membership of values; None when two values cannot be compared."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel.limits import Countdown
from engine.feel.values import Kind, Range, YearsMonths, kind_of
from engine.feel.zones import offset_of

_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


def instant_of(value: datetime) -> timedelta:
    """Return the distance in UTC from the beginning of the year 1, also for moments just outside the calendar."""
    # Both sides are taken as the UTC calendar: a difference of wall clocks, then the offset.
    return value.replace(tzinfo=UTC) - _YEAR_ONE - (value.utcoffset() or timedelta())


def seconds_of(value: time) -> tuple[bool, timedelta]:
    """Return whether the time has a zone, and its distance from midnight (in UTC if it has one)."""
    size = timedelta(
        hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
    )
    offset = offset_of(value)
    return (False, size) if offset is None else (True, size - offset)


def _order(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


def compare(left: object, right: object) -> int | None:
    """Return -1, 0 or 1; None for values of different or unordered types."""
    kind = kind_of(left)
    if kind is not kind_of(right):
        return None
    if kind is Kind.DATE_TIME:
        return _compare_date_times(left, right)
    if isinstance(left, time) and isinstance(right, time):
        (left_zoned, left_size), (right_zoned, right_size) = seconds_of(left), seconds_of(right)
        return _order(left_size, right_size) if left_zoned == right_zoned else None
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return _order(left.months, right.months)
    if kind in (Kind.NUMBER, Kind.STRING, Kind.DATE, Kind.DAYS_TIME):
        return _order(left, right)
    return None


def _compare_date_times(left: object, right: object) -> int | None:
    if not isinstance(left, datetime) or not isinstance(right, datetime):
        return None
    if (left.tzinfo is None) != (right.tzinfo is None):
        return None
    if left.tzinfo is None:
        return _order(left, right)
    return _order(instant_of(left), instant_of(right))


def equal(left: object, right: object) -> bool | None:
    """Return whether two values are the same; only null equals null; None across types."""
    if type(left) is Decimal and type(right) is Decimal:
        return left == right
    return _equal(left, right, Countdown())


def _equal(left: object, right: object, steps: Countdown) -> bool | None:
    steps.spend()
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind is not kind_of(right):
        return None
    if kind in (Kind.LIST, Kind.CONTEXT, Kind.RANGE):
        return _equal_parts(left, right, steps)
    if kind in (Kind.BOOLEAN, Kind.FUNCTION):
        return left == right
    order = compare(left, right)
    return None if order is None else order == 0


def _equal_parts(left: object, right: object, steps: Countdown) -> bool:
    """Compare lists, contexts or ranges; parts of different types make them different."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(
            _equal(a, b, steps) is True for a, b in zip(left, right, strict=True)
        )
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(
            _equal(item, right[key], steps) is True for key, item in left.items()
        )
    return isinstance(left, Range) and isinstance(right, Range) and _equal_ranges(left, right, steps)


def _equal_ranges(left: Range, right: Range, steps: Countdown) -> bool:
    sides = (left.low_included, left.high_included) == (right.low_included, right.high_included)
    return (
        sides and _equal(left.low, right.low, steps) is True and _equal(left.high, right.high, steps) is True
    )


def contains(values: Range, item: object) -> bool | None:
    """Return whether `item` lies between the bounds; None when it cannot be compared with them."""
    if item is None or (values.low is None and values.high is None):
        return None
    low = 1 if values.low is None else compare(item, values.low)
    high = -1 if values.high is None else compare(item, values.high)
    if low is None or high is None:
        return None
    return (low > 0 or (low == 0 and values.low_included)) and (
        high < 0 or (high == 0 and values.high_included)
    )
