"""Reads the day and hour of the matter from what a complainant wrote; kept beside the words, never instead of them."""

import re
from dataclasses import dataclass
from datetime import date, datetime

_ISO_DAY = re.compile(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})")
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
_CLOCK_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:：]([0-5]\d)")
_SPOKEN_TIME = re.compile(r"(上午|早上|中午|下午|晚上)?([一二三四五六七八九十]{1,2}|\d{1,2})点")
_DIGITS = {name: number for number, name in enumerate("一二三四五六七八九十", start=1)} | {
    "十一": 11,
    "十二": 12,
}
_AFTERNOON = frozenset({"下午", "晚上"})


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Beijing day and hour 0-23 of the matter, as far as told."""

    day: date | None
    hour: int | None


def parse_occurrence(occurred_at: str, content: str, received: datetime) -> Occurrence:
    """Day and hour by the field of the form, else by the first that the text tells; never a day after the receipt."""
    return Occurrence(
        _find_day(occurred_at, received) or _find_day(content, received), _find_hour(occurred_at, content)
    )


def _find_day(text: str, received: datetime) -> date | None:
    full = _ISO_DAY.search(text)
    short = _MONTH_DAY.search(text)
    try:
        if full:
            day = date(*(int(part) for part in full.groups()))
        elif short:
            day = date(received.year, int(short[1]), int(short[2]))
            if day > received.date():
                day = day.replace(year=received.year - 1)
        else:
            return None
    except ValueError:
        return None
    return day if day <= received.date() else None


def _find_hour(occurred_at: str, content: str) -> int | None:
    for text in (occurred_at, content):
        if found := _CLOCK_TIME.search(text):
            return int(found[1])
        if found := _SPOKEN_TIME.search(text):
            hour = int(found[2]) if found[2].isdigit() else _DIGITS.get(found[2], 0)
            hour += 12 if found[1] in _AFTERNOON and hour < 12 else 0
            return hour if hour < 24 else None
    return None
