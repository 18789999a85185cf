"""The file of figures is let go of between questions, and a process that goes on asking sees what was written meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.duck_figures import DuckFigures
from adapters.figure_file import FigureFile
from models.ground.errors import FiguresAway
from services.ports.figures import KEY, FigureShape, Held, Mark, Question, Row

SHAPE = FigureShape(
    columns={"received_on": Held.DAY, "channel": Held.CODE, "windows": Held.CODES},
    parts=("cases", "overdue"),
    turning={"overdue": "turns_overdue_at"},
    spreads=("spent_days",),
    days=("received_on",),
    groups=("channel", "windows"),
)
NOW = datetime(2026, 9, 7, tzinfo=UTC)
MARK = Mark(1, "a" * 64, NOW)
ASKED = Question("received_on", date(2026, 1, 1), date(2026, 12, 31), NOW, spreads=("spent_days",))


def row(key: str, days: int = 3) -> Row:
    return {
        KEY: key, "received_on": date(2026, 3, 4), "channel": "phone", "windows": ("C01", "C02"), "cases": 1,
        "overdue": 0, "turns_overdue_at": None, "spent_days": days,
    }  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> DuckFigures:
    """Of two complaints."""
    store = DuckFigures(tmp_path, SHAPE)
    with store.fill() as filling:
        filling.add([row("a"), row("b")])
        filling.finish(MARK)
    return store


def count(store: DuckFigures, **changed: object) -> int:
    [lines] = store.ask([replace(ASKED, **changed)]).lines  # type: ignore[arg-type]  # of the fields of a question
    return sum(line.parts["cases"] for line in lines)


def test_another_process_writes_between_two_questions(store: DuckFigures, tmp_path: Path) -> None:
    assert count(store) == 2
    file = tmp_path / "figures.duckdb"
    write = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('UPDATE mark SET seq = 7')"
    subprocess.run([sys.executable, "-c", write, str(file)], check=True)
    mark = store.find_mark()
    assert mark is not None and mark.seq == 7


def test_threads_that_ask_at_once_share_the_file_and_the_last_one_lets_go_of_it(
    store: DuckFigures, tmp_path: Path
) -> None:
    file, told = FigureFile(tmp_path / "figures.duckdb", tmp_path / "run"), list[int]()

    def ask() -> None:
        with file.read() as connection:
            told.extend(connection.execute("SELECT count(*) FROM case_row").fetchone())

    with file.read() as connection:
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # They have ended, this one has not.
        assert connection.execute("SELECT count(*) FROM case_row").fetchone() == (2,)
    assert told == [2, 2, 2, 2]
    store.replace(["c"], [row("c")], MARK)
    ask()
    assert told[-1] == 3


def test_what_is_kept_opens_no_other_file_and_begins_anew_after_an_error(
    store: DuckFigures, tmp_path: Path
) -> None:
    file = FigureFile(tmp_path / "figures.duckdb", tmp_path / "run")
    (tmp_path / "other.csv").write_text("a\n1\n")
    for statement in (
        f"ATTACH '{tmp_path / 'other.duckdb'}' AS other",
        f"FROM read_csv('{tmp_path / 'other.csv'}')",
        "SET enable_external_access = true",
        "INSERT INTO mark SELECT * FROM mark",
    ):
        with pytest.raises(FiguresAway), file.read() as connection:
            connection.execute(statement)
    with file.read() as connection:
        assert connection.execute("SELECT count(*) FROM case_row").fetchone() == (2,)


def test_what_is_left_out_is_looked_for_again_once_the_store_is_another(store: DuckFigures) -> None:
    """From cells and from rows, of a complaint that changes, goes and comes back."""
    for narrowed in ({}, {"channel": "phone", "windows": "C01"}):
        assert count(store, narrowed=narrowed, without=("a", "nobody")) == 1
    store.replace(["a"], [], MARK)
    assert count(store, without=("a",)) == 1
    store.replace(["a"], [row("a", days=9)], MARK)
    [[line]] = store.ask([replace(ASKED, without=("b",))]).lines
    assert (line.parts["cases"], line.spreads["spent_days"].total) == (1, 9)


def test_a_change_that_changes_no_number_adds_no_cell(store: DuckFigures, tmp_path: Path) -> None:
    file = FigureFile(tmp_path / "figures.duckdb", tmp_path / "run")

    def cells() -> tuple[int, ...]:
        with file.read() as connection:
            return tuple(
                len(connection.execute(f"FROM {name}").fetchall()) for name in ("cell", "spread_cell")
            )

    before = cells()
    store.replace(["a"], [row("a")], MARK)
    assert cells() == before
    store.replace(["a"], [row("a", days=5)], MARK)
    # All together, by channel and by each of two windows: one number goes and one comes.
    assert cells() == (before[0], before[1] + 8)
    assert store.find_miscounted() == []


def test_many_rows_are_counted_as_few_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row(f"{no}", days=no % 4) for no in range(30)]
    counted = []
    for few in (len(rows), 0):
        monkeypatch.setattr("adapters.duck_figures.FEW_ROWS", few)
        (tmp_path / str(few)).mkdir()
        store = DuckFigures(tmp_path / str(few), SHAPE)
        with store.fill() as filling:
            filling.add(rows)
            filling.finish(MARK)
        counted.append(
            store.ask([replace(ASKED, group=group) for group in (None, "channel", "windows")]).lines
        )
        assert store.find_miscounted() == []
    assert counted[0] == counted[1]
    assert [line.parts["cases"] for line in counted[0][2]] == [30, 30]
