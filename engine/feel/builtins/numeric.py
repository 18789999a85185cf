"""Numbers: rounding, roots, logarithms, parity."""

from __future__ import annotations

import decimal
import random
from datetime import timedelta
from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.numbers import NUMBERS, whole
from engine.feel.values import YearsMonths

_MODES = {
    "CEILING": decimal.ROUND_CEILING,
    "DOWN": decimal.ROUND_DOWN,
    "FLOOR": decimal.ROUND_FLOOR,
    "HALF_DOWN": decimal.ROUND_HALF_DOWN,
    "HALF_EVEN": decimal.ROUND_HALF_EVEN,
    "HALF_UP": decimal.ROUND_HALF_UP,
    "UP": decimal.ROUND_UP,
}
# Refuses to lose a digit.
_UNNECESSARY = "UNNECESSARY"
_MAX_SCALE = 6111


def _round(number: Decimal, scale: Decimal | None, mode: str) -> Decimal:
    places = 0 if scale is None else whole(scale)
    if abs(places) > _MAX_SCALE:
        raise ValueError("the scale is out of range")
    return number.quantize(Decimal(1).scaleb(-places), rounding=mode, context=NUMBERS)


@builtin("decimal(n: number, scale: number)")
@builtin("decimal(n: number, scale: number, mode: string)")
def decimal_places(number: Decimal, scale: Decimal, mode: str = "HALF_EVEN") -> object:
    """Return the number with so many places, rounded by a mode; null for a mode FEEL does not know."""
    if mode.upper() == _UNNECESSARY:
        rounded = _round(number, scale, decimal.ROUND_DOWN)
        return rounded if rounded == number else None
    return _round(number, scale, _MODES[mode.upper()])


@builtin("floor(n: number)")
@builtin("floor(n: number, scale: number)")
def floor(number: Decimal, scale: Decimal | None = None) -> object:
    """Round towards minus infinity."""
    return _round(number, scale, decimal.ROUND_FLOOR)


@builtin("ceiling(n: number)")
@builtin("ceiling(n: number, scale: number)")
def ceiling(number: Decimal, scale: Decimal | None = None) -> object:
    """Round towards infinity."""
    return _round(number, scale, decimal.ROUND_CEILING)


@builtin("round up(n: number, scale: number)")
def round_up(number: Decimal, scale: Decimal) -> object:
    """Round away from zero."""
    return _round(number, scale, decimal.ROUND_UP)


@builtin("round down(n: number, scale: number)")
def round_down(number: Decimal, scale: Decimal) -> object:
    """Round towards zero."""
    return _round(number, scale, decimal.ROUND_DOWN)


@builtin("round half up(n: number, scale: number)")
def round_half_up(number: Decimal, scale: Decimal) -> object:
    """Round to the nearest, a half away from zero."""
    return _round(number, scale, decimal.ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number)")
def round_half_down(number: Decimal, scale: Decimal) -> object:
    """Round to the nearest, a half towards zero."""
    return _round(number, scale, decimal.ROUND_HALF_DOWN)


@builtin("abs(n: number)")
@builtin("abs(number: number)")
def absolute(number: Decimal) -> object:
    """Return the number without its sign."""
    return NUMBERS.abs(number)


@builtin("abs(n: duration)")
def absolute_duration(size: timedelta | YearsMonths) -> object:
    """Return the duration forwards."""
    return YearsMonths(abs(size.months)) if isinstance(size, YearsMonths) else abs(size)


@builtin("modulo(dividend: number, divisor: number)")
def modulo(dividend: Decimal, divisor: Decimal) -> object:
    """Return the remainder with the sign of the divisor."""
    rest = NUMBERS.remainder(dividend, divisor)
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@builtin("sqrt(number: number)")
def square_root(number: Decimal) -> object:
    """Return the square root; null for a negative number."""
    return NUMBERS.sqrt(number)


@builtin("log(number: number)")
def natural_logarithm(number: Decimal) -> object:
    """Return the natural logarithm; null unless positive."""
    return NUMBERS.ln(number) if number > 0 else None


@builtin("exp(number: number)")
def exponential(number: Decimal) -> object:
    """Return e to the power of the number."""
    return NUMBERS.exp(number)


@builtin("odd(number: number)")
def is_odd(number: Decimal) -> object:
    """Say whether the number is odd."""
    return NUMBERS.remainder(number, Decimal(2)).copy_abs() == 1


@builtin("even(number: number)")
def is_even(number: Decimal) -> object:
    """Say whether the number is even."""
    return NUMBERS.remainder(number, Decimal(2)) == 0


@builtin("random number()")
def random_number() -> object:
    """Return a number from 0 up to but not including 1."""
    return Decimal(repr(random.random()))  # noqa: S311  # a FEEL function for dispatching, not for secrets
