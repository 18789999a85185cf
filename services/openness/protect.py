"""Which numbers of a period the public may read, so that no small group is found out, by whatever is published beside them.

The promise: of each number from 1 to 4 in any table, month, quarter, half-year or year, every number from 0 to 4 stays possible
for a reader who knows all that was ever published of the year, adds and subtracts it, knows this rule, and even knows which of
the withheld numbers are below 5. What was published stands: a further period is added only as far as the promise holds with it.
Where nothing of a table can be added, nothing is said of it, which tells nothing new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.ground.small_group import SMALLEST_GROUP, is_small
from models.ground.summary_codes import PeriodKind
from services.openness.network import ROOT, Arc, Network, Node
from services.summaries.period import Period, period_of

_MOST_OF_SMALL = SMALLEST_GROUP - 1

Shown = frozenset[str]


@dataclass(slots=True)
class TableOfYear:
    """The numbers of one table by month and row, and what is told of them. `shown` has the rows of each published period;
    a period with no row is told as withheld, one that is not there is not told at all.

    `known_sums` are months whose rows add up to a number that readers know; `empty` months of which everybody knows that there is
    nothing in them: before the office's records begin.
    """

    months: dict[date, Mapping[str, int]] = field(default_factory=dict)
    shown: dict[Period, Shown] = field(default_factory=dict)
    known_sums: set[date] = field(default_factory=set)
    empty: frozenset[date] = frozenset()

    def value(self, code: str, period: Period) -> int:
        """The number of a row."""
        return sum(self.months[month].get(code, 0) for month in period.months if month not in self.empty)

    def is_whole(self, period: Period) -> bool:
        """Whether all its months are there, or known to be empty; one at least is there."""
        return all(month in self.months or month in self.empty for month in period.months)

    def rows(self) -> list[str]:
        """Those that anything was counted of. An empty one helps nobody to hide: it may be known to be empty."""
        return sorted({code for cells in self.months.values() for code, number in cells.items() if number})


def decide_together(table: TableOfYear, month: Period, longer: Sequence[Period]) -> None:
    """Enter what is told of a month, and of the longer periods that are whole with it, the shortest first.

    A row of the month gives way where a longer period could not be told otherwise.
    """
    first = _try(table, month, longer, frozenset())
    missed = frozenset(
        code
        for period in longer[:1]
        for code in first.get(month, _NONE)
        if table.value(code, period) >= SMALLEST_GROUP and code not in first.get(period, _NONE)
    )
    if missed:
        other = _try(table, month, longer, missed)
        if _count(other, longer) > _count(first, longer):
            first = other
    table.shown |= first


_NONE: Shown = frozenset()


def _count(decided: Mapping[Period, Shown], periods: Sequence[Period]) -> int:
    return sum(len(decided.get(period, _NONE)) for period in periods)


def _try(table: TableOfYear, month: Period, longer: Sequence[Period], without: Shown) -> dict[Period, Shown]:
    decided: dict[Period, Shown] = {}
    for period in (month, *longer):
        found = _decide(table, period, decided, without if period is month else _NONE)
        if found is not None:
            decided[period] = found
    return decided


def _decide(
    table: TableOfYear, period: Period, decided: Mapping[Period, Shown], without: Shown
) -> Shown | None:
    """The rows that are shown; None where not even that all are withheld may be told with the side of each."""
    values = {code: table.value(code, period) for code in table.rows()}
    shown = {code for code, value in values.items() if value >= SMALLEST_GROUP and code not in without}
    while not is_safe(table, {**table.shown, **decided, period: frozenset(shown)}):
        if not shown:
            return None
        shown.remove(min(shown, key=lambda code: (values[code], code)))
    return frozenset(shown)


def is_safe(table: TableOfYear, shown: Mapping[Period, Shown]) -> bool:
    """Whether the promise holds with these."""
    network = lay_network(table, shown)
    return all(
        network.can_be_between(arc, 0, _MOST_OF_SMALL)
        for arc in network.arcs
        if is_small(arc.flow) and arc.start[0] != _SUM
    )


_SUM, _ROW = "sum", "row"


def lay_network(table: TableOfYear, shown: Mapping[Period, Shown]) -> Network:
    """All that readers know of the table; a period that is not in `shown` is not told at all."""
    periods = _whole_periods(table)
    network = Network()
    for code in table.rows():
        for period in periods:
            value, told = table.value(code, period), shown.get(period)
            is_month = len(period.months) == 1
            end: Node = (_SUM, period.name) if is_month else (_ROW, code, period.name)
            network.add(_arc(_parent(code, period, periods), end, value, _state(code, told)))
    for month, cells in table.months.items():
        total = sum(cells.values())
        is_known = month in table.known_sums
        name = next(period.name for period in periods if period.months == (month,))
        network.add(Arc((_SUM, name), ROOT, total, total if is_known else 0, total if is_known else None))
    return network


def _state(code: str, told: Shown | None) -> bool | None:
    """Whether the row is shown; None where nothing of its period is told, not even what side of the border it is on."""
    return None if told is None else code in told


def _arc(start: Node, end: Node, value: int, is_shown: bool | None) -> Arc:
    if is_shown is None:
        return Arc(start, end, value, 0, None)
    if is_shown:
        return Arc(start, end, value, value, value)
    # Withheld: readers are taken to know on which side of the border it is.
    if value < SMALLEST_GROUP:
        return Arc(start, end, value, 0, _MOST_OF_SMALL)
    return Arc(start, end, value, SMALLEST_GROUP, None)


def _parent(code: str, period: Period, periods: Sequence[Period]) -> Node:
    around = [
        other
        for other in periods
        if len(other.months) > len(period.months) and period.begins_on in other.months
    ]
    if not around:
        return ROOT
    return (_ROW, code, min(around, key=lambda other: len(other.months)).name)


def _whole_periods(table: TableOfYear) -> list[Period]:
    found = {
        period
        for month in table.months
        for period in periods_around(month)
        if period.begins_on.year == month.year and table.is_whole(period)
    }
    return sorted(found, key=lambda period: (-len(period.months), period.begins_on))


def periods_around(month: date) -> tuple[Period, ...]:
    """The month, its quarter, half-year and year, the shortest first."""
    return tuple(period_of(kind, month) for kind in PeriodKind)
