"""The periods of summaries: months, quarters, half-years and years, each a row of whole months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.ground.summary_codes import PeriodKind

_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}
_MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Of a kind, by its first day in Beijing."""

    kind: PeriodKind
    begins_on: date

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return move(self.begins_on, _MONTHS[self.kind]) - timedelta(days=1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of its months."""
        return tuple(move(self.begins_on, number) for number in range(_MONTHS[self.kind]))

    @property
    def previous(self) -> Period:
        """The one before it, which 环比 compares it with."""
        return Period(self.kind, move(self.begins_on, -_MONTHS[self.kind]))

    @property
    def next(self) -> Period:
        """The one after it."""
        return Period(self.kind, move(self.begins_on, _MONTHS[self.kind]))

    @property
    def year_ago(self) -> Period:
        """The same of the year before, which 同比 compares it with."""
        return Period(self.kind, move(self.begins_on, -_MONTHS_OF_A_YEAR))

    @property
    def name(self) -> str:
        """As it stands in names of files: `2026-11`, `2026-Q4`, `2026-H2`, `2026`."""
        year, number = self.begins_on.year, (self.begins_on.month - 1) // _MONTHS[self.kind] + 1
        return {
            PeriodKind.MONTH: f"{year}-{number:02d}",
            PeriodKind.QUARTER: f"{year}-Q{number}",
            PeriodKind.HALF_YEAR: f"{year}-H{number}",
            PeriodKind.YEAR: f"{year}",
        }[self.kind]


def move(first: date, months: int) -> date:
    """The first day of a month so many months on."""
    number = first.year * _MONTHS_OF_A_YEAR + first.month - 1 + months
    return date(number // _MONTHS_OF_A_YEAR, number % _MONTHS_OF_A_YEAR + 1, 1)


def period_of(kind: PeriodKind, day: date) -> Period:
    """The period of a kind that a day lies in."""
    length = _MONTHS[kind]
    return Period(kind, date(day.year, (day.month - 1) // length * length + 1, 1))


def list_ended(kind: PeriodKind, first: date, today: date) -> Iterator[Period]:
    """Periods of a kind from the one that `first` lies in, the last one ended before `today`."""
    period = period_of(kind, first)
    while period.ends_on < today:
        yield period
        period = period.next


def find_period(name: str) -> Period | None:
    """As `period_named`, of what somebody may have made up; None for what names no period."""
    try:
        return period_named(name)
    except ValueError:
        return None


def period_named(name: str) -> Period:
    """The reverse of `name`; ValueError for what is none."""
    year, _, part = name.partition("-")
    kind = {"": PeriodKind.YEAR, "Q": PeriodKind.QUARTER, "H": PeriodKind.HALF_YEAR}.get(
        part[:1], PeriodKind.MONTH
    )
    number = int(part.lstrip("QH")) if part else 1
    return Period(kind, date(int(year), (number - 1) * _MONTHS[kind] + 1, 1))
