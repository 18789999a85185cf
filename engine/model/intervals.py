"""ISO 8601 durations and date-times of timers, on the UTC calendar; knows no expressions."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from engine.model.bounds import MAX_TIMER_LENGTH, shortened

_DURATION: Final = re.compile(
    r"(?P<sign>[+-])?P(?=.)(?:(?P<y>[+-]?\d+)Y)?(?:(?P<mo>[+-]?\d+)M)?(?:(?P<w>[+-]?\d+)W)?(?:(?P<d>[+-]?\d+)D)?"
    r"(?:T(?=.)(?:(?P<h>[+-]?\d+)H)?(?:(?P<m>[+-]?\d+)M)?(?:(?P<s>[+-]?\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_ZONE_NAME: Final = re.compile(r"\[[^\]]*\]$")
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# The first and last moment that calendars of this language know; a timer beyond could not be computed on.
EARLIEST_MS: Final = (datetime(1, 1, 2, tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)
LATEST_MS: Final = (datetime(9999, 12, 31, tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)


class TimerRefused(Exception):
    """A timer value cannot be read; the message tells which."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A duration of calendar months and exact milliseconds; either may be negative."""

    months: int
    milliseconds: int

    def after(self, at_ms: int) -> int:
        """The moment one interval later; the day is cut to the length of the month.

        Raises TimerRefused for a moment outside the calendar.
        """
        try:
            moved = to_ms(_add_months(from_ms(at_ms), self.months)) if self.months else at_ms
        except (ValueError, OverflowError) as error:
            raise TimerRefused("the timer lies outside the calendar") from error
        return _in_calendar(moved + self.milliseconds)


def _in_calendar(at_ms: int) -> int:
    if at_ms > LATEST_MS:
        raise TimerRefused("the timer lies after the year 9999")
    # As on Zeebe a moment in the past is due at once, however long ago it was.
    return max(at_ms, EARLIEST_MS)


def from_ms(at_ms: int) -> datetime:
    """An aware date-time of epoch milliseconds."""
    return EPOCH + timedelta(milliseconds=at_ms)


def to_ms(moment: datetime) -> int:
    """Epoch milliseconds of an aware date-time."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def _add_months(moment: datetime, months: int) -> datetime:
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def parse_interval(text: str) -> Interval:
    """Read an ISO 8601 duration such as `P1M2DT3H`; raises TimerRefused."""
    found = _DURATION.fullmatch(checked_length(text))
    if found is None:
        raise TimerRefused(f"'{shortened(text)}' is not an ISO 8601 duration")
    sign = -1 if found["sign"] == "-" else 1
    months = int(found["y"] or 0) * 12 + int(found["mo"] or 0)
    seconds = float(found["s"] or 0)
    try:
        exact = timedelta(
            weeks=int(found["w"] or 0),
            days=int(found["d"] or 0),
            hours=int(found["h"] or 0),
            minutes=int(found["m"] or 0),
            seconds=seconds,
        )
    except OverflowError as error:
        raise TimerRefused(f"'{shortened(text)}' is too long") from error
    return Interval(sign * months, sign * (exact // timedelta(milliseconds=1)))


def parse_moment(text: str) -> int:
    """Epoch milliseconds of an ISO 8601 date-time with zone; raises TimerRefused without one."""
    try:
        moment = datetime.fromisoformat(_ZONE_NAME.sub("", checked_length(text)))
    except ValueError as error:
        raise TimerRefused(f"'{shortened(text)}' is not an ISO 8601 date-time with zone") from error
    if moment.tzinfo is None:
        raise TimerRefused(f"'{shortened(text)}' has no zone")
    return _in_calendar(to_ms(moment))


def checked_length(text: str) -> str:
    """The text of a timer; raises TimerRefused when it is longer than any that can be meant."""
    if len(text) > MAX_TIMER_LENGTH:
        raise TimerRefused(f"'{shortened(text)}' is longer than {MAX_TIMER_LENGTH} characters")
    return text
