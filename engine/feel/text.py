"""The text form of any value, as `string()` gives it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.limits import Countdown, size_steps
from engine.feel.numbers import print_number
from engine.feel.temporal_print import (
    print_date,
    print_date_time,
    print_days_time,
    print_time,
    print_years_months,
)
from engine.feel.values import Function, Range, YearsMonths


def _print_boolean(value: bool) -> str:
    return "true" if value else "false"


def _print_function(value: Function) -> str:
    return f"function({', '.join(value.parameters)})"


_PRINTERS: dict[type, Callable[..., str]] = {
    bool: _print_boolean,
    Decimal: print_number,
    date: print_date,
    time: print_time,
    datetime: print_date_time,
    timedelta: print_days_time,
    YearsMonths: print_years_months,
    Function: _print_function,
}


def print_range(value: Range, part: Callable[[object], str]) -> str:
    """Return `[1..5)` with the bounds as `part` prints them."""
    low, high = part(value.low), part(value.high)
    return f"{'[' if value.low_included else '('}{low}..{high}{']' if value.high_included else ')'}"


def print_value(value: object) -> str:
    """Return the text of a value; a text stays as it is."""
    return value if isinstance(value, str) else print_part(value, Countdown())


def print_part(value: object, steps: Countdown) -> str:
    """Return the text of a value as it stands inside a list: a text in quotes."""
    steps.spend(1 + size_steps(value))
    if value is None:
        return "null"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ", ".join(print_part(item, steps) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}:{print_part(item, steps)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        return print_range(value, lambda bound: print_part(bound, steps))
    return _PRINTERS[type(value)](value)
