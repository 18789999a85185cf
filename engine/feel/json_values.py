"""The border between FEEL values and variables as the engine stores them (JSON)."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.limits import Countdown
from engine.feel.temporal_print import (
    print_date,
    print_date_time,
    print_days_time,
    print_time,
    print_years_months,
)
from engine.feel.text import print_value
from engine.feel.values import Function, Range, YearsMonths

# The largest value that is stored; lists that share one long text have no other bound.
_MAX_CHARACTERS = 4 * 1024 * 1024
_LEAST_CHARACTERS = 8
# JSON of that size has no more: "1," is two.
_MAX_PARTS = _MAX_CHARACTERS // 2
_INT64 = 2**63


def _store_number(value: Decimal) -> int | float | None:
    if value == value.to_integral_value() and -_INT64 <= value < _INT64:
        return int(value)
    number = float(value)
    return number if math.isfinite(number) else None


def _store_date_time(value: datetime) -> str:
    return print_date_time(value, stored=True)


_STORED: dict[type, Callable[..., object]] = {
    Decimal: _store_number,
    date: print_date,
    time: print_time,
    datetime: _store_date_time,
    timedelta: print_days_time,
    YearsMonths: print_years_months,
    Range: print_value,
    Function: print_value,
}


def to_json(value: object) -> object:
    """Return the JSON value Zeebe stores: whole numbers of 64 bits as int, others as float, times as ISO text.

    EvaluationError for a value that is larger than what is stored.
    """
    return _store(value, Countdown(_MAX_CHARACTERS, f"The value is larger than {_MAX_CHARACTERS} characters"))


def _store(value: object, steps: Countdown) -> object:
    steps.spend(len(value) + _LEAST_CHARACTERS if isinstance(value, str) else _LEAST_CHARACTERS)
    if isinstance(value, list):
        return [_store(item, steps) for item in value]
    if isinstance(value, dict):
        steps.spend(sum(len(str(key)) for key in value))
        return {str(key): _store(item, steps) for key, item in value.items()}
    store = _STORED.get(type(value))
    return value if store is None else store(value)


def _read_float(value: float) -> Decimal | None:
    if not math.isfinite(value):
        return None
    # Whole numbers exactly, others as they are written: 0.1 is meant as one tenth.
    return Decimal(value) if value.is_integer() else Decimal(repr(value))


def from_json(value: object, steps: Countdown | None = None) -> object:
    """Return the FEEL value of a stored variable; FEEL values inside it are kept as they are.

    EvaluationError for one with more parts than any that is stored, or than `steps` are left: lists that share their
    parts have no other end.
    """
    return _read(value, steps or Countdown(_MAX_PARTS, f"The value has more than {_MAX_PARTS} parts"))


def _read(value: object, steps: Countdown) -> object:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return _read_float(value)
    if isinstance(value, list | tuple):
        steps.spend(1 + len(value))
        return [_read(item, steps) for item in value]
    if isinstance(value, dict):
        steps.spend(1 + len(value))
        return {str(key): _read(item, steps) for key, item in value.items()}
    return value
