"""The arithmetic of all types. ArithmeticError, ValueError or TypeError is null to the caller."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.calendar_months import add_months
from engine.feel.comparison import instant_of, seconds_of
from engine.feel.limits import check_size
from engine.feel.numbers import NUMBERS
from engine.feel.oddities import shown
from engine.feel.values import YearsMonths

Operation = Callable[[object, object], object]
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
# Far beyond the calendar, and short enough to print.
_MAX_MONTHS = 10**14


class NoSuchOperation(TypeError):
    """FEEL does not define the operation for these types."""


def describe_failure(operation: Operation, left: object, right: object) -> str:
    """The sentence about an operation that its operands do not have."""
    one, other = shown(left), shown(right)
    return {
        "add": f"Can't add '{other}' to '{one}'",
        "subtract": f"Can't subtract '{other}' from '{one}'",
        "multiply": f"Can't multiply '{one}' by '{other}'",
        "divide": f"Can't divide '{one}' by '{other}'",
    }.get(operation.__name__, f"Can't raise '{one}' to the power of '{other}'")


def _is_day(value: object) -> bool:
    return type(value) is date


def _shift(value: object, size: timedelta | YearsMonths) -> object:
    """Move a temporal value by a duration; a date stays a date, a time wraps at midnight."""
    if isinstance(value, datetime):
        if isinstance(size, YearsMonths):
            return add_months(value, size.months)
        if value.tzinfo is None:
            return value + size
        # The clock of the zone may be put forward or back in between.
        return (value.astimezone(UTC) + size).astimezone(value.tzinfo)
    if isinstance(value, date):
        if isinstance(size, YearsMonths):
            return add_months(value, size.months)
        return (datetime.combine(value, time()) + size).date()
    if isinstance(value, time) and isinstance(size, timedelta):
        clock = datetime.combine(date(2000, 1, 1), value.replace(tzinfo=None)) + size % _DAY
        return clock.time().replace(tzinfo=value.tzinfo)
    raise NoSuchOperation


def add(left: object, right: object) -> object:
    """Return the sum; texts are joined, temporal values moved."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return NUMBERS.add(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return check_size(left + right)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return left + right
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return YearsMonths(left.months + right.months)
    if isinstance(right, timedelta | YearsMonths):
        return _shift(left, right)
    if isinstance(left, timedelta | YearsMonths):
        return _shift(right, left)
    raise NoSuchOperation


def subtract(left: object, right: object) -> object:
    """Return the difference; that of two temporal values of one type is a days and time duration."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return NUMBERS.subtract(left, right)
    if isinstance(left, datetime) and isinstance(right, datetime):
        if (left.tzinfo is None) != (right.tzinfo is None):
            raise NoSuchOperation
        return left - right if left.tzinfo is None else instant_of(left) - instant_of(right)
    if isinstance(left, date) and isinstance(right, date) and _is_day(left) and _is_day(right):
        return left - right
    if isinstance(left, time) and isinstance(right, time):
        (left_zoned, left_size), (right_zoned, right_size) = seconds_of(left), seconds_of(right)
        if left_zoned != right_zoned:
            raise NoSuchOperation
        return left_size - right_size
    if isinstance(right, timedelta | YearsMonths):
        return add(left, negate(right))
    raise NoSuchOperation


def negate(value: object) -> object:
    """Return the number or duration with the other sign."""
    if isinstance(value, Decimal):
        return NUMBERS.minus(value)
    if isinstance(value, timedelta):
        return -value
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    raise NoSuchOperation


def _scale(value: object, factor: Decimal, count: Callable[[Decimal, Decimal], Decimal]) -> object:
    """Multiply or divide a duration; what is smaller than its unit is cut off."""
    if isinstance(value, timedelta):
        return timedelta(microseconds=int(count(Decimal(value // _MICROSECOND), factor)))
    if isinstance(value, YearsMonths):
        months = count(Decimal(value.months), factor)
        if abs(months) > _MAX_MONTHS:
            raise ArithmeticError("the duration is too long")
        return YearsMonths(int(months))
    raise NoSuchOperation


def multiply(left: object, right: object) -> object:
    """Return the product of numbers, or of a duration and a number."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return NUMBERS.multiply(left, right)
    if isinstance(right, Decimal):
        return _scale(left, right, NUMBERS.multiply)
    if isinstance(left, Decimal):
        return _scale(right, left, NUMBERS.multiply)
    raise NoSuchOperation


def divide(left: object, right: object) -> object:
    """Return the quotient of numbers or durations of one type, or a part of a duration."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return NUMBERS.divide(left, right)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return NUMBERS.divide(Decimal(left // _MICROSECOND), Decimal(right // _MICROSECOND))
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return NUMBERS.divide(Decimal(left.months), Decimal(right.months))
    if isinstance(right, Decimal):
        return _scale(left, right, NUMBERS.divide)
    raise NoSuchOperation


def power(left: object, right: object) -> object:
    """Return the power of two numbers."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return NUMBERS.power(left, right)
    raise NoSuchOperation
