"""From one type to another: string, number, JSON and the temporal types."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import NoReturn

from engine.feel.builtins.registry import builtin
from engine.feel.calendar_months import months_between
from engine.feel.json_values import from_json, to_json
from engine.feel.numbers import NUMBERS, parse_grouped_number, parse_number, whole
from engine.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from engine.feel.text import print_value
from engine.feel.values import YearsMonths
from engine.feel.zones import offset_of, parse_zone


@builtin("string(from: any)")
def to_string(value: object) -> object:
    """Return the text form; null stays null."""
    return None if value is None else print_value(value)


@builtin("number(from: string)")
def to_number(text: str) -> object:
    """Return the number that the text is."""
    return parse_number(text)


@builtin("number(from: string, grouping separator: string|Null)")
@builtin("number(from: string, grouping separator: string|Null, decimal separator: string|Null)")
def to_grouped_number(text: str, grouping: str | None, point: str | None = None) -> object:
    """Return the number written with these separators."""
    return parse_grouped_number(text, grouping, point)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


@builtin("from json(value: string)")
def read_json(text: str) -> object:
    """Return the value of a JSON text; temporal values stay texts."""
    try:
        value = json.loads(
            text,
            parse_float=NUMBERS.create_decimal,
            parse_int=NUMBERS.create_decimal,
            parse_constant=_refuse_constant,
        )
    except RecursionError as fault:
        raise ValueError("nested too deep") from fault
    return from_json(value)


@builtin("to json(value: any)")
def write_json(value: object) -> object:
    """Return the JSON text of a value."""
    return json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":"))


@builtin("date(from: string)")
def date_of_text(text: str) -> object:
    """Return the date of an ISO text, also of a date and time."""
    return parse_date_time(text).date() if "T" in text else parse_date(text)


@builtin("date(from: date|date and time)")
def date_of(value: date) -> object:
    """Return the date of a date and time."""
    return value.date() if isinstance(value, datetime) else value


@builtin("date(year: number, month: number, day: number)")
def date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> object:
    """Return the date of year, month and day."""
    return date(whole(year), whole(month), whole(day))


@builtin("time(from: string)")
def time_of_text(text: str) -> object:
    """Return the time of an ISO text, also of a date and time."""
    if "T" in text[1:].partition("@")[0]:
        return time_of(parse_date_time(text))
    return parse_time(text)


@builtin("time(from: time|date and time)")
def time_of(value: time | datetime) -> object:
    """Return the time of a date and time, with its offset at that moment."""
    if isinstance(value, time):
        return value
    offset = offset_of(value)
    return value.time().replace(tzinfo=None if offset is None else timezone(offset))


@builtin("time(from: date)")
def midnight(value: date) -> object:
    """Return the beginning of the day in UTC, as DMN has it."""
    return time(tzinfo=timezone(timedelta()))


@builtin("time(hour: number, minute: number, second: number)")
@builtin("time(hour: number, minute: number, second: number, offset: days and time duration|Null)")
def time_of_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None) -> object:
    """Return the time of its parts; the second may have a fraction."""
    whole_second = int(second)
    micros = int((second - whole_second) * 1_000_000)
    zone = None if offset is None else timezone(offset)
    return time(whole(hour), whole(minute), whole_second, micros, zone)


@builtin("date and time(from: string)")
def date_time_of_text(text: str) -> object:
    """Return the date and time of an ISO text."""
    return parse_date_time(text)


@builtin("date and time(from: date and time)")
def date_time_of(value: datetime) -> object:
    """Return the value itself."""
    return value


@builtin("date and time(date: date|date and time, time: time)")
def date_time_of_parts(day: date, clock: time) -> object:
    """Return the date of the first at the time of the second."""
    return datetime.combine(date(day.year, day.month, day.day), clock)


@builtin("date and time(date: date and time, timezone: string)")
def date_time_in_zone(value: datetime, zone: str) -> object:
    """Return the same moment as the clocks of a zone show it; a value without zone gets the zone."""
    target = parse_zone(zone)
    return value.replace(tzinfo=target) if value.tzinfo is None else value.astimezone(target)


@builtin("duration(from: string)")
def duration_of_text(text: str) -> object:
    """Return the duration of an ISO text."""
    return parse_duration(text)


@builtin("duration(from: duration)")
def duration_of(value: timedelta | YearsMonths) -> object:
    """Return the value itself."""
    return value


@builtin("years and months duration(from: date|date and time, to: date|date and time)")
def years_months_between(start: date, end: date) -> object:
    """Return the whole months between two days."""
    return YearsMonths(months_between(_day(start), _day(end)))


@builtin("years and months duration(from: string)")
def years_months_of_text(text: str) -> object:
    """Return the years and months duration of an ISO text."""
    value = parse_duration(text)
    return value if isinstance(value, YearsMonths) else None


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
