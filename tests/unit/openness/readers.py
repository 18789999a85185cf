"""A reader who tries every way in which the published numbers could have come about; knows nothing of how they are protected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product

from models.ground.small_group import SMALLEST_GROUP
from models.ground.summary_codes import PeriodKind
from services.openness.protect import TableOfYear
from services.summaries.period import Period, period_of

# More of one row in one month than any number of these tables.
HIGHEST = 104
_ENDLESS = 1 << 30


class Reader:
    """Knows sums of months, what is shown, and of what is withheld whether it is below 5; asks what else is possible."""

    def __init__(self, table: TableOfYear) -> None:
        self.table, self.rows = table, table.rows()
        self.months = sorted(table.months)
        self.periods = sorted(
            {
                period_of(kind, month)
                for month in self.months
                for kind in PeriodKind
                if table.is_whole(period_of(kind, month))
            },
            key=lambda period: (len(period.months), period.begins_on),
        )

        self._known = {(row, period): self._fits(row, period) for row in self.rows for period in self.periods}

    def is_possible(self, code: str, asked: Period, number: int) -> bool:
        """Whether the row may have this number in the period."""
        states: set[tuple[tuple[Period, tuple[int, ...]], ...]] = {()}
        longer = [period for period in self.periods if len(period.months) > 1]
        for month in self.months:
            after = set()
            ways = list(self._ways(month, code, asked, number))
            for state in states:
                sums = dict(state)
                for way in ways:
                    added = dict(sums)
                    for period in longer:
                        if month in period.months:
                            before = added.get(period, (0,) * len(self.rows))
                            added[period] = tuple(a + b for a, b in zip(before, way, strict=True))
                    ended = {period: value for period, value in added.items() if period.months[-1] == month}
                    if self._agrees(ended, {(code, asked): number}):
                        kept = {
                            period: value for period, value in added.items() if period.months[-1] != month
                        }
                        after.add(tuple(sorted(kept.items())))
            states = after
        return bool(states)

    def _ways(self, month: date, code: str, asked: Period, number: int) -> list[tuple[int, ...]]:
        period = period_of(PeriodKind.MONTH, month)
        choices = [
            [number] if (row, period) == (code, asked) else self._range(row, period) for row in self.rows
        ]
        if month not in self.table.known_sums:
            return list(product(*choices))
        total, ways = sum(self.table.months[month].values()), [()]
        choices = [[value for value in values if value <= total] for values in choices]
        for values in choices:
            ways = [(*way, value) for way in ways for value in values if sum(way) + value <= total]
        return [way for way in ways if sum(way) == total]

    def _range(self, row: str, period: Period) -> list[int]:
        known = self._known[row, period]
        return [value for value in range(HIGHEST + 1) if value in known]

    def _fits(self, row: str, period: Period) -> range:
        shown, truth = self.table.shown.get(period), self.table.value(row, period)
        if shown is None:
            return range(_ENDLESS)
        if row in shown:
            return range(truth, truth + 1)
        return range(SMALLEST_GROUP) if truth < SMALLEST_GROUP else range(SMALLEST_GROUP, _ENDLESS)

    def _agrees(
        self, ended: Mapping[Period, tuple[int, ...]], wanted: Mapping[tuple[str, Period], int]
    ) -> bool:
        return all(
            value in self._known[row, period] and wanted.get((row, period), value) == value
            for period, values in ended.items()
            for row, value in zip(self.rows, values, strict=True)
        )
