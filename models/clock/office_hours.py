"""Office time of the centre on workdays: where a span of it begins, ends and has its middle. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.clock.calendar_days import WorkCalendar
from models.clock.legal_time import ONE_DAY, at_time, beijing_date

NO_TIME = timedelta(0)


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


def half_of_office_time(
    span: tuple[datetime, datetime], hours: OfficeHours, calendar: WorkCalendar
) -> datetime:
    """The moment at which half of the office time of `span` has passed; its end when it holds none."""
    pieces = list(_office_time(span, hours, calendar))
    remaining = sum((end - start for start, end in pieces), NO_TIME) / 2
    for start, end in pieces:
        if remaining <= end - start:
            return start + remaining
        remaining -= end - start
    return span[1]


def _office_time(
    span: tuple[datetime, datetime], hours: OfficeHours, calendar: WorkCalendar
) -> Iterator[tuple[datetime, datetime]]:
    day = beijing_date(span[0])
    while day <= beijing_date(span[1]):
        if calendar.is_workday(day):
            for opens, closes in hours.sittings(day):
                start, end = max(opens, span[0]), min(closes, span[1])
                if start < end:
                    yield start, end
        day += ONE_DAY
