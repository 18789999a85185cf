"""Cron texts of six fields (second to day of week) as Zeebe takes them, in UTC; no L, W or #."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from engine.model.bounds import find_whole, shortened
from engine.model.intervals import TimerRefused, checked_length, from_ms, to_ms

_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_MACROS: Final = {
    "@yearly": "0 0 0 1 1 *",
    "@annually": "0 0 0 1 1 *",
    "@monthly": "0 0 0 1 * *",
    "@weekly": "0 0 0 * * 0",
    "@daily": "0 0 0 * * *",
    "@midnight": "0 0 0 * * *",
    "@hourly": "0 0 * * * *",
}
_MAX_STEP: Final = 1_000
# 29 February on one weekday comes back after at most 40 years.
_SEARCH_DAYS: Final = 366 * 41


@dataclass(frozen=True, slots=True)
class Cron:
    """Allowed values per field; a day has to fit both the day of month and the day of week."""

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def after(self, at_ms: int) -> int:
        """The first fitting second later than the given moment; raises TimerRefused if there is none."""
        try:
            moment = from_ms(at_ms).replace(microsecond=0) + timedelta(seconds=1)
            for _ in range(_SEARCH_DAYS):
                if self._fits_day(moment):
                    found = self._time_on(moment)
                    if found is not None:
                        return to_ms(found)
                moment = moment.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        except OverflowError as error:
            raise TimerRefused("the timer lies after the year 9999") from error
        raise TimerRefused("the cron text never fires")

    def _fits_day(self, moment: datetime) -> bool:
        weekday = (moment.weekday() + 1) % 7
        return moment.month in self.months and moment.day in self.days and weekday in self.weekdays

    def _time_on(self, moment: datetime) -> datetime | None:
        floor = (moment.hour, moment.minute, moment.second)
        for hour in self.hours:
            for minute in self.minutes:
                for second in self.seconds:
                    if (hour, minute, second) >= floor:
                        return moment.replace(hour=hour, minute=minute, second=second)
        return None


def parse_cron(text: str) -> Cron:
    """Read six fields or a macro such as `@daily`; raises TimerRefused."""
    fields = _MACROS.get(text, checked_length(text)).split()
    if len(fields) != 6:
        raise TimerRefused(f"'{shortened(text)}' is neither an ISO 8601 cycle nor a cron text of six fields")
    seconds, minutes, hours, days, months, weekdays = fields
    return Cron(
        _read_field(seconds, 0, 59),
        _read_field(minutes, 0, 59),
        _read_field(hours, 0, 23),
        frozenset(_read_field(days, 1, 31)),
        frozenset(_read_field(_numbered(months, _MONTHS, 1), 1, 12)),
        frozenset(day % 7 for day in _read_field(_numbered(weekdays, _DAYS, 0), 0, 7)),
    )


def _numbered(field: str, names: tuple[str, ...], first: int) -> str:
    field = field.upper()
    for number, name in enumerate(names, first):
        field = field.replace(name, str(number))
    return field


def _read_field(field: str, low: int, high: int) -> tuple[int, ...]:
    values: set[int] = set()
    for part in field.split(","):
        body, _, step = part.partition("/")
        first, last = _read_range(body, low, high)
        if step and "-" not in body and body not in ("*", "?"):
            last = high
        width = find_whole(step, _MAX_STEP) if step else 1
        if not width or not low <= first <= last <= high:
            raise TimerRefused(f"cron field '{shortened(field)}' cannot be read")
        values.update(range(first, last + 1, width))
    return tuple(sorted(values))


def _read_range(body: str, low: int, high: int) -> tuple[int, int]:
    if body in ("*", "?"):
        return low, high
    first_text, _, last_text = body.partition("-")
    first, last = find_whole(first_text), find_whole(last_text or first_text)
    if first is None or last is None:
        raise TimerRefused(f"cron value '{shortened(body)}' cannot be read")
    return first, last
