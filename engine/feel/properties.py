"""Properties of values by name: entries of contexts and parts of temporal values and ranges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.limits import Countdown, size_steps
from engine.feel.oddities import Oddity, Sentence, listed, shown
from engine.feel.values import MISSING, Range, YearsMonths
from engine.feel.zones import offset_of, print_offset, zone_name

_HOUR = 3600


def _time_zone(value: time | datetime) -> str | None:
    offset = offset_of(value)
    return zone_name(value.tzinfo) or (None if offset is None else print_offset(offset))


def _sign(value: timedelta) -> int:
    return -1 if value < timedelta() else 1


_DATE: dict[str, Callable[[date], object]] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": lambda value: value.isoweekday(),
}
_CLOCK: dict[str, Callable[[time | datetime], object]] = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": lambda value: value.second,
    "time offset": offset_of,
    "timezone": _time_zone,
}
_DAYS_TIME: dict[str, Callable[[timedelta], object]] = {
    "days": lambda value: abs(value).days * _sign(value),
    "hours": lambda value: abs(value).seconds // _HOUR * _sign(value),
    "minutes": lambda value: abs(value).seconds % _HOUR // 60 * _sign(value),
    "seconds": lambda value: abs(value).seconds % 60 * _sign(value),
}
_YEARS_MONTHS: dict[str, Callable[[YearsMonths], object]] = {
    "years": lambda value: value.years,
    "months": lambda value: value.rest_months,
}
_RANGE: dict[str, Callable[[Range], object]] = {
    "start": lambda value: value.low,
    "end": lambda value: value.high,
    "start included": lambda value: value.low_included,
    "end included": lambda value: value.high_included,
}
_PROPERTIES: dict[type, dict[str, Callable[..., object]]] = {
    date: dict(_DATE),
    time: dict(_CLOCK),
    datetime: {**_DATE, **_CLOCK},
    timedelta: dict(_DAYS_TIME),
    YearsMonths: dict(_YEARS_MONTHS),
    Range: dict(_RANGE),
}
# Properties of two words; every other name is one word or quoted.
SPACED_PROPERTIES = frozenset(name for table in _PROPERTIES.values() for name in table if " " in name)


def missing_part(holder: object, name: str) -> tuple[Oddity, Sentence]:
    """Why a value has no entry or property of that name."""
    if holder is None:
        return Oddity.NO_CONTEXT_ENTRY_FOUND, (
            lambda: f"No context entry found with key '{name}'. The context is null"
        )
    if isinstance(holder, dict):
        keys = f"Available keys: {listed(holder)}" if holder else "The context is empty"
        return Oddity.NO_CONTEXT_ENTRY_FOUND, lambda: f"No context entry found with key '{name}'. {keys}"
    properties = _PROPERTIES.get(type(holder), {})
    return (
        Oddity.NO_PROPERTY_FOUND,
        lambda: (
            f"No property found with name '{name}' of value '{shown(holder)}'. "
            f"Available properties: {listed(properties)}"
        ),
    )


def find_property(value: object, name: str, steps: Countdown) -> object:
    """Return the entry or property, MISSING if there is none; a list gives that of each of its items."""
    if isinstance(value, dict):
        return value.get(name, MISSING)
    if isinstance(value, list):
        steps.spend(1 + size_steps(value))
        found = [find_property(item, name, steps) for item in value]
        return [None if item is MISSING else item for item in found]
    read = _PROPERTIES.get(type(value), {}).get(name)
    if read is None:
        return MISSING
    part = read(value)
    return Decimal(part) if isinstance(part, int) and not isinstance(part, bool) else part
