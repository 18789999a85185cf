"""Nothing small is found out of published tables, by a reader who tries all that they leave possible."""

from __future__ import annotations

import random
from datetime import date

import pytest

from models.ground.summary_codes import PeriodKind
from services.openness.protect import SMALLEST, TableOfYear, decide_together, periods_around
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
        (row, period) for row in table.rows() for period in periods if 0 < table.value(row, period) < SMALLEST
    ]


def found_out(table: TableOfYear) -> list[tuple[str, str, int]]:
    """Numbers that a reader could rule out of a small group; the truth is always possible."""
    reader = Reader(table)
    return [
        (row, period.name, number)
        for row, period in small_groups(table)
        for number in range(SMALLEST)
        if not reader.is_possible(row, period, number)
    ]


def draw(rows: int, chance: random.Random) -> dict[str, int]:
    """A month of five complaints at least; of fewer no row is told."""
    while True:
        cells = {f"r{row}": chance.choice((0, 1, 2, 3, 4, 5, 6, 8, 11)) for row in range(rows)}
        if sum(cells.values()) >= SMALLEST:
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
