"""Office time of the centre on workdays: where a span of it begins, ends and has its middle. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.clock.calendar_days import WorkCalendar
from models.clock.legal_time import ONE_DAY, at_time, beijing_date

NO_TIME = timedelta(0)
# Longer than the longest holiday with its weekends.
_SEARCHED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Beijing wall times `HH:MM` of a workday; no lunch break when both are None."""

    opens: str
    closes: str
    lunch_from: str | None = None
    lunch_to: str | None = None

    def opening(self, day: date) -> datetime:
        """The start of business of a day."""
        return at_time(day, self.opens)

    def sittings(self, day: date) -> list[tuple[datetime, datetime]]:
        """The spans of office time of a workday."""
        start, end = at_time(day, self.opens), at_time(day, self.closes)
        if self.lunch_from is None or self.lunch_to is None:
            return [(start, end)]
        return [(start, at_time(day, self.lunch_from)), (at_time(day, self.lunch_to), end)]


def next_opening(moment: datetime, hours: OfficeHours, calendar: WorkCalendar) -> datetime:
    """The next start of business strictly after `moment`."""
    day = beijing_date(moment)
    if calendar.is_workday(day) and hours.opening(day) > moment:
        return hours.opening(day)
    return hours.opening(calendar.next_workday(day))


def after_office_time(
    begin: datetime, span: timedelta, hours: OfficeHours, calendar: WorkCalendar
) -> datetime:
    """The moment at which so much office time has passed since `begin`; the span is no longer than two weeks of it."""
    remaining = span
    for opens, closes in _office_time(begin, begin + _SEARCHED, hours, calendar):
        if remaining <= closes - opens:
            return opens + remaining
        remaining -= closes - opens
    return begin + _SEARCHED


def half_of_office_time(
    begin: datetime, end: datetime, hours: OfficeHours, calendar: WorkCalendar
) -> datetime:
    """The moment at which half of the office time between the two has passed; `end` when there is none."""
    pieces = list(_office_time(begin, end, hours, calendar))
    remaining = sum((closes - opens for opens, closes in pieces), NO_TIME) / 2
    for opens, closes in pieces:
        if remaining <= closes - opens:
            return opens + remaining
        remaining -= closes - opens
    return end


def _office_time(
    begin: datetime, end: datetime, hours: OfficeHours, calendar: WorkCalendar
) -> Iterator[tuple[datetime, datetime]]:
    day = beijing_date(begin)
    while day <= beijing_date(end):
        if calendar.is_workday(day):
            for opens, closes in hours.sittings(day):
                if max(opens, begin) < min(closes, end):
                    yield max(opens, begin), min(closes, end)
        day += ONE_DAY
