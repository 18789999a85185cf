"""Pages of figures over 5,000,000 complaints in the store, beside the naive GROUP BY over the same rows in a table of SQLite.

A page asks for three periods, with all together and how long it took; the naive question is for one period and counts alone, so
the ratio is told too low rather than too high. Whom a reader must keep away from is asked of the database before, which is not
in it; that twenty complaints are left out is. A day's 10,000 events name 10,000 complaints, whose rows are changed in rounds as
the workers do; reading them from the database is not in it. Time on the wall stands beside that of the processor (of all threads,
so that it may be more than the wall's): a machine with other work makes the one longer and the other hardly.
`ROWS=500000` makes it smaller.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from adapters.duck_figures import DuckFigures
from adapters.figure_tables import all_columns, packing
from services.figures.append_step import EVENTS_AT_ONCE
from services.figures.columns import SHAPE
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures, compare_periods
from services.ports.figures import KEY, Held, Mark, Row
from services.ports.outside import Ports

ROWS = int(os.environ.get("ROWS", "5000000"))
EVENTS = 10_000
LOOKS = 20
AT_ONCE = 500_000
FIRST, DAYS_ALL = date(2021, 7, 1), 1_826
NOW = datetime(2026, 7, 1, tzinfo=UTC)
DAY = f"DATE '{FIRST}' + CAST(i * {DAYS_ALL} // {ROWS} AS INTEGER)"
PLANTED = {
    KEY: "md5(CAST(i AS VARCHAR))",
    "received_on": DAY,
    "answered_on": f"{DAY} + CAST(hash(i * 37) % 25 AS INTEGER)",
    "closed_on": f"{DAY} + CAST(hash(i * 41) % 40 AS INTEGER)",
    "received_hour": "CAST(hash(i * 3) % 24 AS INTEGER)",
    "received_weekday": "CAST(hash(i * 5) % 7 AS VARCHAR)",
    "channel": "'channel-' || hash(i * 7) % 12",
    "category": "'category-' || hash(i * 11) % 14",
    "handling_unit": "'unit-' || hash(i * 13) % 60",
    "respondent_units": "['unit-' || hash(i * 17) % 60]",
    "windows": "['window-' || hash(i * 19) % 40]",
    "items": "['item-' || hash(i * 23) % 200]",
    "outcome": "'outcome-' || hash(i * 29) % 7",
    "spent_workdays": "CAST(hash(i * 43) % 30 AS INTEGER)",
    "spent_days": "CAST(hash(i * 43) % 45 AS INTEGER)",
    "turns_overdue_at": "CASE WHEN i % 100 = 0 THEN TIMESTAMP '2026-06-20' + to_days(CAST(i % 60 AS INTEGER)) END",
    **{part: f"CAST(hash(i * {53 + 2 * bit}) % 3 = 0 AS INTEGER)" for bit, part in enumerate(SHAPE.parts)},
    "cases": "1",
    "overdue": "0",
}
PAGES: dict[str, tuple[AskedFigures, str]] = {
    f"{name}, by {group}": (AskedFigures(period, group=group), "")
    for name, period in (
        ("a month", FigurePeriod.of_months(2026, 3, 1)),
        ("a quarter", FigurePeriod.of_months(2026, 1, 3)),
        ("a year", FigurePeriod.of_months(2025, 1, 12)),
        ("five years", FigurePeriod.of_months(2021, 7, 60)),
    )
    for group in ("channel", "handling_unit", "items")
} | {
    "a year, one channel, by unit": (
        AskedFigures(
            FigurePeriod.of_months(2025, 1, 12), group="handling_unit", narrowed={"channel": "channel-3"}
        ),
        " AND channel = 'channel-3'",
    ),
    "200 days from within a month, by channel": (
        AskedFigures(FigurePeriod(date(2025, 1, 15), date(2025, 8, 2)), group="channel"),
        "",
    ),
}

LEFT_OUT = ("a month, by channel", "a year, by handling_unit")


@dataclass(frozen=True, slots=True)
class Took:
    """In seconds: on the wall, and of the processor."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The page as nineteen of twenty looks took at most, as the middle one did, and the naive question."""

    p95: Took
    median: Took
    naive: Took

    @property
    def ratio(self) -> float:
        """How much faster a page is than the naive question, both on the wall."""
        return self.naive.wall / self.p95.wall


def plant(store: DuckFigures) -> None:
    """The rows, written by the store's own database."""
    columns = ", ".join(f'{PLANTED.get(name, "NULL")} AS "{name}"' for name in all_columns(SHAPE))
    with store.fill() as filling:
        connection: Any = filling._connection  # type: ignore[attr-defined]  # rows by the million come from SQL
        for begin in range(0, ROWS, AT_ONCE):
            rows = f"SELECT {columns} FROM range({begin}, {min(ROWS, begin + AT_ONCE)}) r(i)"
            connection.execute(f"INSERT INTO case_row SELECT *, {packing(SHAPE)} FROM ({rows})")
        filling.finish(Mark(1, "a" * 64, NOW))


def copy_to_plain_table(store: DuckFigures, file: Path) -> sqlite3.Connection:
    """The same rows, as far as the questions read them, in one table without an index."""
    names = [name for name in PLANTED if not name.startswith("turns_")]
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(f"CREATE TABLE ledger ({', '.join(names)})")
    marks = ", ".join("?" for _ in names)
    selected = ", ".join(
        f"{name}[1]" if SHAPE.columns.get(name) is Held.CODES
        else f"CAST({name} AS VARCHAR)" if SHAPE.columns.get(name) is Held.DAY
        else name
        for name in names
    )  # fmt: skip
    with store._file.read() as source:
        found = source.execute(f"SELECT {selected} FROM case_row")
        while rows := found.fetchmany(50_000):
            connection.executemany(f"INSERT INTO ledger VALUES ({marks})", rows)
    connection.commit()
    return connection


def measure(
    page: tuple[AskedFigures, str],
    without: Sequence[str],
    ports: Ports,
    naive: Callable[[AskedFigures, str], object],
) -> Measured:
    """Twenty looks at the page after one that is not counted, one naive question."""
    asked, further = page
    compare_periods(asked, without, ports)
    looks = [_time(lambda: compare_periods(asked, without, ports)) for _ in range(LOOKS)]
    walls, cpus = sorted(look.wall for look in looks), sorted(look.cpu for look in looks)
    nineteenth, middle = int(0.95 * LOOKS) - 1, LOOKS // 2
    return Measured(
        Took(walls[nineteenth], cpus[nineteenth]),
        Took(walls[middle], cpus[middle]),
        _time(lambda: naive(asked, further)),
    )


def ask_naively(asked: AskedFigures, further: str, plain: sqlite3.Connection) -> object:
    """One period, all parts, no more."""
    sums = ", ".join(f"sum({part})" for part in SHAPE.parts)
    query = f"SELECT {asked.group}, {sums} FROM ledger WHERE received_on BETWEEN ? AND ?{further} GROUP BY 1"
    return plain.execute(query, (asked.period.begins.isoformat(), asked.period.ends.isoformat())).fetchall()


def replace_a_day(store: DuckFigures) -> Took:
    """For the rows of 10,000 events, in rounds of the workers; each was closed or has another outcome."""
    step = max(1, ROWS // EVENTS)
    ids = [_key(number * step) for number in range(EVENTS)]
    rows = [
        {**row, "outcome": f"outcome-{no % 7}", "spent_workdays": no % 30, "solved": no % 2}
        for part in _parts(ids)
        for no, row in enumerate(store.read_rows(part).values())
    ]

    def write() -> None:
        for number, part in enumerate(_rows_in_parts(rows), start=2):
            mark = Mark(number, "b" * 64, NOW + timedelta(seconds=number))
            store.replace([str(row[KEY]) for row in part], part, mark)

    return _time(write)


def _key(number: int) -> str:
    return hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), EVENTS_AT_ONCE):
        yield ids[start : start + EVENTS_AT_ONCE]


def _rows_in_parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), EVENTS_AT_ONCE):
        yield rows[start : start + EVENTS_AT_ONCE]


def _time(do: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def tell(pages: Mapping[str, Measured]) -> None:
    """A line a page, and how many keep to the aims."""
    print(f"{'page':46}{'p95 ms':>8}{'cpu':>6}{'median':>8}{'cpu':>6}{'naive':>8}{'cpu':>7}{'ratio':>7}")
    for name, of in pages.items():
        numbers = (of.p95.wall, of.p95.cpu, of.median.wall, of.median.cpu, of.naive.wall, of.naive.cpu)
        told = "".join(
            f"{number * 1_000:>{width}.0f}" for number, width in zip(numbers, (8, 6, 8, 6, 8, 7), strict=True)
        )
        print(f"{name:46}{told}{of.ratio:>7.0f}")
    print(
        f"within 50 ms: {sum(of.p95.wall <= 0.05 for of in pages.values())} of {len(pages)} on the wall,"
        f" {sum(of.p95.cpu <= 0.05 for of in pages.values())} of the processor;"
        f" 20 times as fast or more: {sum(of.ratio >= 20 for of in pages.values())}"
    )


def main() -> None:
    """Print what each page took, and whether the aims are met."""
    with tempfile.TemporaryDirectory() as folder:
        store = DuckFigures(Path(folder), SHAPE)
        planted = _time(lambda: plant(store))
        size = (Path(folder) / "figures.duckdb").stat().st_size / 1e6
        plain = copy_to_plain_table(store, Path(folder) / "plain.sqlite3")
        load = os.getloadavg()[0]
        print(
            f"{ROWS:,} rows: store {size:,.0f} MB, planted and counted in {planted.wall:.0f} s"
            f" (processor {planted.cpu:.0f} s); load of the machine {load:.1f}"
        )
        ports = cast(Ports, SimpleNamespace(figures=store, clock=SimpleNamespace(now=lambda: NOW)))
        few = [_key(number * (ROWS // 20)) for number in range(20)]
        pages = {name: (page, ()) for name, page in PAGES.items()} | {
            f"{name}, 20 left out": (PAGES[name], few) for name in LEFT_OUT
        }
        tell(
            {
                name: measure(page, without, ports, lambda asked, further: ask_naively(asked, further, plain))
                for name, (page, without) in pages.items()
            }
        )
        day = replace_a_day(store)
        print(
            f"{EVENTS:,} events appended in {day.wall:.1f} s (processor {day.cpu:.1f} s), without reading them from the database;"
            f" load of the machine {os.getloadavg()[0]:.1f}"
        )


if __name__ == "__main__":
    main()
