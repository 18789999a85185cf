"""Temporal values as ISO text: for people (`@zone`) and as stored in variables (`[zone]`)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from engine.feel.values import YearsMonths
from engine.feel.zones import offset_of, print_offset, zone_name


def print_date(value: date) -> str:
    """Return `2026-01-31`."""
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def _print_clock(value: time | datetime) -> str:
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    return f"{text}.{value.microsecond:06}".rstrip("0") if value.microsecond else text


def _print_zone(value: time | datetime, stored: bool = False) -> str:
    name, offset = zone_name(value.tzinfo), offset_of(value)
    if name is not None and not stored:
        return f"@{name}"
    text = "" if offset is None else print_offset(offset)
    return f"{text}[{name}]" if name is not None else text


def print_time(value: time) -> str:
    """Return `08:00:00`, with the offset or zone if it has one."""
    return _print_clock(value) + _print_zone(value)


def print_date_time(value: datetime, *, stored: bool = False) -> str:
    """Return `2026-01-31T08:00:00`, with the offset or zone if it has one."""
    return f"{print_date(value)}T{_print_clock(value)}{_print_zone(value, stored)}"


def print_days_time(value: timedelta) -> str:
    """Return `P1DT2H3M4S`, with the sign in front; no length at all is `P0D`."""
    size = abs(value)
    hours, rest = divmod(size.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    date_part = f"{size.days}D" if size.days else ""
    time_part = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if size.microseconds:
        time_part += f"{seconds}.{size.microseconds:06}".rstrip("0") + "S"
    elif seconds:
        time_part += f"{seconds}S"
    text = date_part + (f"T{time_part}" if time_part else "")
    return ("-" if value < timedelta() else "") + "P" + (text or "0D")


def print_years_months(value: YearsMonths) -> str:
    """Return `P1Y2M`, with the sign in front; no length at all is `P0Y`."""
    years, months = divmod(abs(value.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if value.months < 0 else "") + "P" + (text or "0Y")
