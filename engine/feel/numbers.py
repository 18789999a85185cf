"""Numbers as FEEL counts: decimals of 34 digits with bounded exponents, as in IEEE 754 decimal128."""

from __future__ import annotations

import decimal
import re
from decimal import Decimal

NUMBERS = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)

_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)", re.ASCII)
_GROUPING = (" ", ".", ",")
_DECIMAL = (".", ",")


def parse_number(text: str) -> Decimal | None:
    """Return the number written as digits with an optional point; None when the text is none."""
    return NUMBERS.create_decimal(text) if _NUMBER.fullmatch(text) else None


def parse_grouped_number(text: str, grouping: str | None, point: str | None) -> Decimal | None:
    """Return the number written with these separators; None for separators FEEL does not allow."""
    if grouping is not None and (grouping not in _GROUPING or grouping == point):
        return None
    if point is not None and point not in _DECIMAL:
        return None
    if grouping is not None:
        text = text.replace(grouping, "")
    if point is not None:
        text = text.replace(point, ".")
    return parse_number(text)


def print_number(number: Decimal) -> str:
    """Return the number without an exponent."""
    return format(number, "f")


def whole(number: Decimal) -> int:
    """Return a number without fraction as int; ValueError for any other."""
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    return int(number)
