"""What the work calendar answers about days: pure, of values that services load from the rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.case.lifecycle import DayKind
from models.clock.legal_time import ONE_DAY

SATURDAY = 5
WORKING_KINDS = frozenset({DayKind.WORKDAY, DayKind.MAKEUP, DayKind.LOCAL_WORKDAY})
WEEKEND_REASON = "周末"
# A year without a row has statutory days of the sun calendar and of the moon, which no rule here can compute.
_MISSING_YEAR = "the work calendar has no year {year}; import it before counting into it"


class CalendarYearMissing(LookupError):
    """The work calendar does not reach that far."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that departs from Monday to Friday; `name` is the holiday's name or the local reason."""

    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Special days and years: `years` maps each known year to whether it is provisional (暂定)."""

    days: Mapping[date, SpecialDay]
    years: Mapping[int, bool]

    def kind_of(self, day: date) -> DayKind:
        """What kind of day it is; CalendarYearMissing outside of the known years."""
        if day.year not in self.years:
            raise CalendarYearMissing(_MISSING_YEAR.format(year=day.year))
        special = self.days.get(day)
        if special is not None:
            return special.kind
        return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY

    def is_workday(self, day: date) -> bool:
        """Whether limits in working days count it; duty Saturdays are none."""
        return self.kind_of(day) in WORKING_KINDS

    def is_makeup(self, day: date) -> bool:
        """Whether it is a weekend day worked in exchange (调休)."""
        return self.kind_of(day) is DayKind.MAKEUP

    def is_provisional(self, day: date) -> bool:
        """Whether its year's arrangement is not published yet."""
        return self.years.get(day.year, True)

    def rest_reason(self, day: date) -> str:
        """Why a rest day is one: `周末`, `国庆节放假`, or the local reason."""
        special = self.days.get(day)
        if special is None:
            return WEEKEND_REASON
        return special.name if special.kind is DayKind.LOCAL_CLOSURE else f"{special.name}放假"

    def next_workday(self, day: date) -> date:
        """The first workday after `day`."""
        return self._step_to_workday(day, 1)

    def previous_workday(self, day: date) -> date:
        """The last workday before `day`."""
        return self._step_to_workday(day, -1)

    def add_workdays(self, day: date, amount: int) -> date:
        """`day` moved forwards by `amount` workdays; `day` itself is not counted."""
        for _ in range(amount):
            day = self.next_workday(day)
        return day

    def count_workdays(self, after: date, through: date) -> int:
        """How many workdays lie after `after` up to and including `through`."""
        return sum(self.is_workday(day) for day in days_between(after, through))

    def _step_to_workday(self, day: date, step: int) -> date:
        day += ONE_DAY * step
        while not self.is_workday(day):
            day += ONE_DAY * step
        return day


def days_between(after: date, through: date) -> Iterator[date]:
    """Every day after `after` up to and including `through`."""
    day = after + ONE_DAY
    while day <= through:
        yield day
        day += ONE_DAY
