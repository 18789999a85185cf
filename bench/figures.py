"""Pages of figures over 5,000,000 complaints in the store, beside the naive GROUP BY over the same rows in a table of SQLite.

A page opens the file anew and asks for three periods, with all together and how long it took; the naive question is for one
period and counts alone, so the ratio is told too low rather than too high. A day's 10,000 events name 10,000 complaints, whose
rows are replaced in rounds as the workers do; reading them from the database is not in it. `ROWS=500000` makes it smaller.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from adapters.duck_figures import DuckFigures
from adapters.figure_tables import all_columns, packing
from models.ground.codes import Role
from services.actor import Actor, ActorKind
from services.figures.append_step import EVENTS_AT_ONCE
from services.figures.columns import SHAPE
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures, read_figures
from services.ports.figures import KEY, Held, Mark, Row
from services.unit_of_work import UnitOfWork

ROWS = int(os.environ.get("ROWS", "5000000"))
EVENTS = 10_000
LOOKS = 20
AT_ONCE = 500_000
FIRST, DAYS_ALL = date(2021, 7, 1), 1_826
NOW = datetime(2026, 7, 1, tzinfo=UTC)
SUPERVISOR = Actor(ActorKind.STAFF, "bench", frozenset({Role.SUPERVISOR}))
DAY = f"DATE '{FIRST}' + CAST(i * {DAYS_ALL} // {ROWS} AS INTEGER)"
PLANTED = {
    KEY: "lpad(CAST(i AS VARCHAR), 32, '0')",
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


@dataclass(frozen=True, slots=True)
class Measured:
    """The page in milliseconds, and the naive question."""

    p95: float
    naive: float


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


def measure(asked: AskedFigures, further: str, store: DuckFigures, plain: sqlite3.Connection) -> Measured:
    """Twenty looks at the page, one naive question."""
    unit_of_work = cast(
        UnitOfWork,
        SimpleNamespace(ports=SimpleNamespace(figures=store, clock=SimpleNamespace(now=lambda: NOW))),
    )
    looks = sorted(_seconds(lambda: read_figures(asked, unit_of_work, SUPERVISOR)) for _ in range(LOOKS))
    sums = ", ".join(f"sum({part})" for part in SHAPE.parts)
    period = (asked.period.begins.isoformat(), asked.period.ends.isoformat())
    query = f"SELECT {asked.group}, {sums} FROM ledger WHERE received_on BETWEEN ? AND ?{further} GROUP BY 1"
    naive = _seconds(lambda: plain.execute(query, period).fetchall())
    return Measured(looks[int(0.95 * LOOKS) - 1] * 1_000, naive * 1_000)


def replace_a_day(store: DuckFigures) -> float:
    """Seconds for the rows of 10,000 events, in rounds of the workers."""
    step = max(1, ROWS // EVENTS)
    ids = [f"{number * step:032}" for number in range(EVENTS)]
    rows = [row for part in _parts(ids) for row in store.read_rows(part).values()]
    began = time.perf_counter()
    for number, part in enumerate(_rows_in_parts(rows), start=2):
        store.replace(
            [str(row[KEY]) for row in part], part, Mark(number, "b" * 64, NOW + timedelta(seconds=number))
        )
    return time.perf_counter() - began


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), EVENTS_AT_ONCE):
        yield ids[start : start + EVENTS_AT_ONCE]


def _rows_in_parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), EVENTS_AT_ONCE):
        yield rows[start : start + EVENTS_AT_ONCE]


def _seconds(do: Any) -> float:  # Any: something to call
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def main() -> None:
    """Print a line a page, and whether the aims are met."""
    with tempfile.TemporaryDirectory() as folder:
        store = DuckFigures(Path(folder), SHAPE)
        planted = _seconds(lambda: plant(store))
        size = (Path(folder) / "figures.duckdb").stat().st_size / 1e6
        plain = copy_to_plain_table(store, Path(folder) / "plain.sqlite3")
        load = os.getloadavg()[0]
        print(
            f"{ROWS:,} rows: store {size:,.0f} MB, planted and counted in {planted:.0f} s; load of the machine {load:.1f}"
        )
        print(f"{'page':44}{'p95 ms':>9}{'naive ms':>10}{'ratio':>8}")
        measured = {name: measure(*page, store, plain) for name, page in PAGES.items()}
        for name, of in measured.items():
            print(f"{name:44}{of.p95:>9.0f}{of.naive:>10.0f}{of.naive / of.p95:>8.0f}")
        kept = sum(of.p95 <= 50 for of in measured.values())
        faster = sum(of.naive >= 20 * of.p95 for of in measured.values())
        print(
            f"within 50 ms: {kept} of {len(measured)}; 20 times as fast or more: {faster} of {len(measured)}"
        )
        print(
            f"{EVENTS:,} events appended in {replace_a_day(store):.1f} s (without reading them from the database)"
        )


if __name__ == "__main__":
    main()
