"""Time zones of temporal values: offsets and IANA zones; never the zone of the host."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})(?::?(\d{2}))?", re.ASCII)
_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+)*", re.ASCII)


@lru_cache(maxsize=256)
def parse_zone(text: str) -> tzinfo:
    """Return the zone of `Z`, `+01:00` or `Europe/Berlin`; ValueError for an unknown one."""
    if text in ("Z", "z"):
        return UTC
    match = _OFFSET.fullmatch(text)
    if match:
        sign, hours, minutes, seconds = match.groups()
        size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
        if size > timedelta(hours=18):
            raise ValueError("an offset is at most 18 hours")
        return timezone(size if sign == "+" else -size)
    if not _ZONE_NAME.fullmatch(text):
        raise ValueError("no time zone")
    try:
        return ZoneInfo(text)
    except (OSError, KeyError) as fault:
        raise ValueError(f"unknown time zone {text}") from fault


def zone_name(zone: tzinfo | None) -> str | None:
    """Return the IANA name of the zone, None for an offset or no zone."""
    return zone.key if isinstance(zone, ZoneInfo) else None


def offset_of(value: datetime | time) -> timedelta | None:
    """Return the distance from UTC; a time in a named zone has no day, so it takes the standard offset."""
    if isinstance(value, time) and isinstance(value.tzinfo, ZoneInfo):
        new_year = datetime(2000, 1, 1, tzinfo=value.tzinfo)
        return (new_year.utcoffset() or timedelta()) - (new_year.dst() or timedelta())
    return value.utcoffset()


def print_offset(offset: timedelta) -> str:
    """Return `Z` or `+01:00`."""
    seconds = int(offset.total_seconds())
    if seconds == 0:
        return "Z"
    hours, rest = divmod(abs(seconds), 3600)
    text = f"{'-' if seconds < 0 else '+'}{hours:02}:{rest // 60:02}"
    return f"{text}:{rest % 60:02}" if rest % 60 else text
