"""Nothing small is found out of published tables, by a reader who tries all that they leave possible."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest

from models.ground.public_codes import PublicTable, PublicTotal, Punctuality
from models.ground.small_group import SMALLEST_GROUP
from models.ground.summary_codes import PeriodKind
from services.openness.lattice import MonthNumbers
from services.openness.protect import TableOfYear, decide_together, periods_around
from services.openness.published import PublishedNumbers
from services.openness.year import PublicYear
from services.summaries.period import Period, period_of
from tests.unit.openness.readers import Reader


def published(months: dict[date, dict[str, int]], *, sums_known: bool = True) -> TableOfYear:
    """One month after the other, as they would be released."""
    table = TableOfYear()
    for month, cells in months.items():
        table.months[month] = cells
        if sums_known:
            table.known_sums.add(month)
        longer = [period for period in periods_around(month)[1:] if table.is_whole(period)]
        decide_together(table, period_of(PeriodKind.MONTH, month), longer)
    return table


def small_groups(table: TableOfYear) -> list[tuple[str, Period]]:
    periods = Reader(table).periods
    return [
        (row, period)
        for row in table.rows()
        for period in periods
        if 0 < table.value(row, period) < SMALLEST_GROUP
    ]


def found_out(table: TableOfYear) -> list[tuple[str, str, int]]:
    """Numbers that a reader could rule out of a small group; the truth is always possible."""
    reader = Reader(table)
    return [
        (row, period.name, number)
        for row, period in small_groups(table)
        for number in range(SMALLEST_GROUP)
        if not reader.is_possible(row, period, number)
    ]


def draw(rows: int, chance: random.Random) -> dict[str, int]:
    """A month of five complaints at least; of fewer no row is told."""
    while True:
        cells = {f"r{row}": chance.choice((0, 1, 2, 3, 4, 5, 6, 8, 11)) for row in range(rows)}
        if sum(cells.values()) >= SMALLEST_GROUP:
            return cells


SHAPES = [(rows, months, seed) for rows, months in ((2, 3), (3, 3), (4, 1), (3, 2)) for seed in range(6)]


@pytest.mark.parametrize(("rows", "months", "seed"), SHAPES)
def test_no_small_group_is_found_out_of_whatever_is_published(rows: int, months: int, seed: int) -> None:
    """By any sum or difference, of a month, its quarter and all rows, though the reader knows which numbers are small."""
    chance = random.Random(f"{rows}-{months}-{seed}")  # noqa: S311 - drawn anew the same each time
    cells = {date(2026, number + 1, 1): draw(rows, chance) for number in range(months)}
    assert found_out(published(cells)) == []


def test_the_reader_finds_what_a_plain_rule_would_leave_open() -> None:
    """Two groups of four that are withheld beside their sum of eight are both four."""
    month = date(2026, 1, 1)
    table = TableOfYear({month: {"a": 4, "b": 4, "c": 30}}, known_sums={month})
    period = period_of(PeriodKind.MONTH, month)
    table.shown[period] = frozenset("c")
    assert ("a", "2026-01", 3) in found_out(table)
    assert published({month: {"a": 4, "b": 4, "c": 30, "d": 9}}).shown[period] == frozenset("c")


def test_a_year_that_records_begin_in_is_whole_and_tells_no_more() -> None:
    """Its first quarter is its March: nothing is in the months before, as everybody knows."""
    dice, table = random.Random(3), TableOfYear()  # noqa: S311 - a repeatable test
    table.empty = frozenset({date(2026, 1, 1), date(2026, 2, 1)})
    for no in range(3, 7):
        month = date(2026, no, 1)
        table.months[month] = draw(2, dice)
        table.known_sums.add(month)
        longer = [period for period in periods_around(month)[1:] if table.is_whole(period)]
        decide_together(table, period_of(PeriodKind.MONTH, month), longer)
    assert {"2026-Q1", "2026-Q2", "2026-H1"} <= {period.name for period in Reader(table).periods}
    assert small_groups(table)
    assert found_out(table) == []


def publish(months: dict[date, MonthNumbers]) -> tuple[PublicYear, dict[Period, PublishedNumbers]]:
    """A year as the workers publish it, and all that was handed out of it."""
    year, told = PublicYear(), {}
    for month, numbers in months.items():
        year.enter(month, numbers)
        told |= {period: year.tell(period, {}) for period in year.decide(period_of(PeriodKind.MONTH, month))}
    return year, told


def month_of(received: int, ended: int, late: int) -> MonthNumbers:
    rows = {table: {} for table in PublicTable}
    rows[PublicTable.PUNCTUALITY] = {Punctuality.IN_TIME: ended - late, Punctuality.LATE: late}
    totals = {PublicTotal.RECEIVED: received, PublicTotal.CLOSED: 0, PublicTotal.TO_BE_ENDED: ended}
    return MonthNumbers(totals, rows, {})


@pytest.mark.parametrize(
    ("received", "late"), [((4, 4, 20), (4, 4, 4)), ((4, 4, 4), (4, 4, 9)), ((30, 3, 40), (1, 0, 6))]
)
def test_what_a_page_says_of_withheld_numbers_gives_nothing_away(
    received: tuple[int, ...], late: tuple[int, ...]
) -> None:
    """ "Fewer than 5 of 100 were late" of a month beside its quarter's number; a withheld total, which is below 5 by the rule."""
    given = zip(received, late, strict=True)
    year, told = publish(
        {date(2026, no, 1): month_of(came, 100, were_late) for no, (came, were_late) in enumerate(given, 1)}
    )
    quarter = told[period_of(PeriodKind.QUARTER, date(2026, 1, 1))]
    for table in (year.totals[PublicTotal.RECEIVED], year.tables[PublicTable.PUNCTUALITY]):
        assert found_out(table) == []
    # By hand, of what was handed out alone: three small ones are no more than twelve, and not all four.
    months = [told[period_of(PeriodKind.MONTH, date(2026, no, 1))] for no in (1, 2, 3)]
    hidden = [one for one in months if one.totals[PublicTotal.RECEIVED] is None]
    if quarter.totals[PublicTotal.RECEIVED] is not None and hidden:
        shown = sum(one.totals[PublicTotal.RECEIVED] or 0 for one in months)
        assert not 4 * (len(hidden) - 1) < quarter.totals[PublicTotal.RECEIVED] - shown <= 4 * len(hidden)
    few = [one for one in months if PublicTable.PUNCTUALITY in one.few]
    if (number := quarter.tables[PublicTable.PUNCTUALITY][Punctuality.LATE]) is not None and len(few) == 3:
        assert number <= 4 * 2


def test_items_of_a_large_hall_are_decided_within_seconds() -> None:
    chance = random.Random(300)  # noqa: S311 - drawn anew the same each time
    rows = {table: {} for table in PublicTable}
    totals = dict.fromkeys(PublicTotal, 3_000)
    begun = time.process_time()
    publish(
        {
            date(2026, no, 1): MonthNumbers(
                totals,
                {**rows, PublicTable.ITEM: {f"RS-{item}": chance.randrange(20) for item in range(100)}},
                {},
            )
            for no in range(1, 7)
        }
    )
    assert time.process_time() - begun < 30
