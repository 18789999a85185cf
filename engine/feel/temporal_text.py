"""Temporal values read from ISO text; a ValueError means that the text is none."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from engine.feel.values import YearsMonths
from engine.feel.zones import parse_zone

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(
    r"T?(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?"
    r"(?:@(?P<zone>.+)|(?P<offset>Z|[+-]\d{2}:?\d{2}(?::?\d{2})?)(?:\[(?P<region>.+)\])?)?",
    re.ASCII,
)
_DAYS_TIME = re.compile(
    r"(-)?P(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?\d+)(?:\.(\d{1,9}))?S)?)?", re.ASCII
)
_YEARS_MONTHS = re.compile(r"(-)?P(?:(-?\d+)Y)?(?:(-?\d+)M)?", re.ASCII)


def parse_date(text: str) -> date:
    """Return the date of `2026-01-31`."""
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError("no date")
    year, month, day = match.groups()
    return date(int(year), int(month), int(day))


def parse_time(text: str) -> time:
    """Return the time of `08:00`, `08:00:00.5`, `08:00:00+01:00`, `08:00:00@Europe/Berlin`."""
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError("no time")
    hour, minute, second, fraction = match.group(1, 2, 3, 4)
    # Below a microsecond nothing is kept.
    micros = int((fraction or "0").ljust(6, "0")[:6])
    zone = match["zone"] or match["region"] or match["offset"]
    return time(int(hour), int(minute), int(second or 0), micros, parse_zone(zone) if zone else None)


def parse_date_time(text: str) -> datetime:
    """Return the date and time of a date, a `T` and a time; a date alone is its midnight."""
    day, mark, clock = text.partition("T")
    return datetime.combine(parse_date(day), parse_time(clock) if mark else time())


def parse_days_time(text: str) -> timedelta:
    """Return the duration of `P1DT2H`, `-PT5M`, `PT-2H`."""
    match = _DAYS_TIME.fullmatch(text)
    if not match or text[-1] in "PT":
        raise ValueError("no days and time duration")
    sign, days, hours, minutes, seconds, fraction = match.groups()
    micros = int((fraction or "0").ljust(6, "0")[:6])
    if seconds and seconds.startswith("-"):
        micros = -micros
    size = timedelta(
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
        microseconds=micros,
    )
    return -size if sign else size


def parse_years_months(text: str) -> YearsMonths:
    """Return the duration of `P1Y2M`, `-P3Y`, `P-1Y-2M`."""
    match = _YEARS_MONTHS.fullmatch(text)
    if not match or text[-1] == "P":
        raise ValueError("no years and months duration")
    sign, years, months = match.groups()
    # Beyond this no date can be reached, and a text of a thousand digits is no number to count with.
    if max(len(years or ""), len(months or "")) > 12:
        raise ValueError("the duration is too long")
    size = 12 * int(years or 0) + int(months or 0)
    return YearsMonths(-size if sign else size)


def parse_duration(text: str) -> timedelta | YearsMonths:
    """Return the duration of either kind."""
    try:
        return parse_years_months(text)
    except ValueError:
        return parse_days_time(text)


def parse_temporal(text: str) -> date | time | timedelta | YearsMonths:
    """Return the value of a literal `@"..."` (a date and time is a date to Python)."""
    if "P" in text[:2]:
        return parse_duration(text)
    if _DATE.fullmatch(text):
        return parse_date(text)
    if "T" in text[1:].partition("@")[0]:
        return parse_date_time(text)
    return parse_time(text)
