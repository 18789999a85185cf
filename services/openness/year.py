"""One year of public numbers: every table with what is told of it so far, and what a further month adds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.ground.public_codes import PublicEvaluation, PublicTable, PublicTotal, Punctuality
from models.ground.small_group import SMALLEST_GROUP
from models.ground.summary_codes import PeriodKind, TimeUsed
from services.openness.lattice import TOTAL_OF, MonthNumbers, median_of
from services.openness.protect import TableOfYear, decide_together, periods_around
from services.openness.published import PublishedNumbers, rows_to_tell
from services.summaries.figures import ALL, FORMAT
from services.summaries.period import Period, period_of

_BAD = {
    PublicTable.PUNCTUALITY: Punctuality.LATE.value,
    PublicTable.EVALUATION: PublicEvaluation.NOT_SATISFIED.value,
}


def _totals() -> dict[PublicTotal, TableOfYear]:
    return {total: TableOfYear() for total in PublicTotal}


def _tables() -> dict[PublicTable, TableOfYear]:
    return {table: TableOfYear() for table in PublicTable}


@dataclass(slots=True)
class PublicYear:
    """Months as they were counted, and what was published of them."""

    totals: dict[PublicTotal, TableOfYear] = field(default_factory=_totals)
    tables: dict[PublicTable, TableOfYear] = field(default_factory=_tables)
    times: dict[date, Mapping[TimeUsed, int]] = field(default_factory=dict)
    formats: dict[date, int] = field(default_factory=dict)

    def enter(self, month: date, numbers: MonthNumbers, counted: int = FORMAT) -> None:
        """The numbers of a month and by which rule they were counted; nothing is told of it by that."""
        for total, table in self.totals.items():
            table.months[month] = {ALL: numbers.totals[total]}
        for name, rows in self.tables.items():
            rows.months[month] = numbers.tables[name]
        self.times[month], self.formats[month] = numbers.times, counted

    def leave_empty(self, months: frozenset[date]) -> None:
        """Months before records begin: longer periods are whole without them. Nothing is published of them."""
        for table in (*self.totals.values(), *self.tables.values()):
            table.empty = months - self.times.keys()

    def note(self, period: Period, told: PublishedNumbers) -> None:
        """What was published of a period; its months are entered."""
        for total, table in self.totals.items():
            if f"total.{total}" not in told.silent:
                table.shown[period] = frozenset({ALL} if told.totals[total] is not None else ())
        for name, rows in self.tables.items():
            if name not in told.silent:
                shown = (code for code, number in told.tables[name].items() if number is not None)
                rows.shown[period] = frozenset(shown)
        self._note_sums(period)

    def decide(self, month: Period) -> tuple[Period, ...]:
        """Decide what is told of a month that was entered, and of the longer periods that are whole with it; these periods."""
        longer = [
            period
            for period in periods_around(month.begins_on)[1:]
            if self.totals[PublicTotal.RECEIVED].is_whole(period)
        ]
        for table in self.totals.values():
            decide_together(table, month, longer)
        self._note_sums(month)
        for name, rows in self.tables.items():
            whole = self.totals[TOTAL_OF[name]]
            if self._is_summed(whole, month):
                told = [period for period in longer if self._is_summed(whole, period)]
                (_decide_apart if name is PublicTable.ITEM else decide_together)(rows, month, told)
        return (month, *longer)

    def tell(self, period: Period, item_names: Mapping[str, str]) -> PublishedNumbers:
        """What was decided, as it is published."""
        tables = {
            name: rows_to_tell(
                name, {code: table.value(code, period) for code in table.shown.get(period, frozenset())}
            )
            for name, table in self.tables.items()
        }
        totals = {
            total: table.value(ALL, period) if table.shown.get(period) else None
            for total, table in self.totals.items()
        }
        is_told = totals[PublicTotal.CLOSED] is not None
        names = {code: item_names.get(code, code) for code in tables[PublicTable.ITEM] if code}
        median = median_of(self._times(period.months)) if is_told else None
        few = frozenset(name for name, code in _BAD.items() if self._is_few(name, code, period))
        silent = {f"total.{total}" for total, table in self.totals.items() if period not in table.shown}
        silent |= {name.value for name, rows in self.tables.items() if period not in rows.shown}
        counted = min(self.formats.get(month, FORMAT) for month in period.months)
        return PublishedNumbers(totals, tables, names, median, few, frozenset(silent), counted)

    def _is_few(self, name: PublicTable, code: str, period: Period) -> bool:
        table = self.tables[name]
        told = table.shown.get(period)
        return told is not None and code not in told and table.value(code, period) < SMALLEST_GROUP

    def _times(self, months: Sequence[date]) -> Mapping[TimeUsed, int]:
        added: Counter[TimeUsed] = Counter()
        for month in months:
            added.update(self.times.get(month, {}))
        return added

    def _note_sums(self, period: Period) -> None:
        if len(period.months) > 1:
            return
        for name, rows in self.tables.items():
            if name is not PublicTable.ITEM and self.totals[TOTAL_OF[name]].shown.get(period):
                rows.known_sums.add(period.begins_on)

    def _is_summed(self, whole: TableOfYear, period: Period) -> bool:
        """Whether its total is told, and that of each of its months: only then can nothing else be had of a total from rows."""
        months = [period_of(PeriodKind.MONTH, day) for day in period.months if day not in whole.empty]
        return bool(whole.shown.get(period)) and all(whole.shown.get(month) for month in months)


def row_apart(table: TableOfYear, code: str) -> TableOfYear:
    """One row by itself. Of a longer period that does not name it nothing is said; of a month, that it is below 5 or gave way."""
    row = TableOfYear(
        {day: {code: cells.get(code, 0)} for day, cells in table.months.items()}, empty=table.empty
    )
    row.shown = {
        period: told & {code}
        for period, told in table.shown.items()
        if code in told or period.kind is PeriodKind.MONTH
    }
    return row


def _decide_apart(table: TableOfYear, month: Period, longer: Sequence[Period]) -> None:
    """Of rows that come to no known sum each is decided by itself: nothing of one is had from another."""
    shown: defaultdict[Period, set[str]] = defaultdict(set)
    for code in table.rows():
        row = row_apart(table, code)
        decide_together(row, month, longer)
        for period in (month, *longer):
            shown[period] |= row.shown.get(period, frozenset())
    for period in (month, *longer):
        table.shown[period] = frozenset(shown[period])
