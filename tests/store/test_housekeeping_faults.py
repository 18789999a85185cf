"""A failure of housekeeping is logged and waits, the engine goes on; a failed commit ends it as ever."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.clock import EngineClock
from engine.processing import history_commands
from engine.processing.core import Core
from engine.runtime.batches import AppliedBatch, Batches, QueuedWork, SetClock
from engine.runtime.housekeeping import PUT_OFF_SECONDS, Housekeeping, Kept
from engine.start_refused import EXIT_COMMIT_FAILED, EXIT_START_REFUSED, CommitFailed
from engine.state.batch import Batch
from engine.state.connection import SqliteConnection
from engine.state.element_statistic import ElementStatistic
from engine.state.store import Store, fill_batch
from tests.store.test_retention import ended_instance, fill

SECRET = "张三 13900000000"
A_MOMENT = 1_788_138_000_000


class Fault(SqliteConnection):
    """The shipped connection; from the `after`th of the statements that contain `planted` on, it fails."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.planted: str | None = None
        self.error: Exception = ZeroDivisionError(SECRET)
        self.after = 1
        self.keeps_open = False

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        if self.planted is not None and self.planted in sql:
            self.after -= 1
            if self.after <= 0:
                raise self.error
        return super().execute(sql, parameters)

    def rollback(self) -> None:
        if self.keeps_open:
            raise sqlite3.OperationalError("disk I/O error")
        super().rollback()


class Office:
    """Batches over a real store, with seconds that only the test moves."""

    def __init__(self, folder: Path) -> None:
        self.connection = Fault(folder / "engine.db")
        self.store = Store(self.connection)
        self.seconds = 0.0
        self.house = Housekeeping(self.store, Kept(0, 0.0), folder, lambda: self.seconds)
        self.batches = Batches(Core.load(self.store.load()), self.store, EngineClock(), self.house)

    async def turn(self, number: int = 1) -> AppliedBatch:
        """One batch that sets the clock, with a round of housekeeping before it where one is due."""
        released: list[AppliedBatch] = []

        def end(applied: AppliedBatch) -> None:
            released.append(applied)
            self.batches._is_closing = True

        self.batches._is_closing = False
        self.batches.add(QueuedWork(SetClock(A_MOMENT + number), number))
        await self.batches.run(end)
        return released[0]

    def count(self) -> int:
        tables = ("process_instance", "element_instance", "variable")
        sql = " + ".join(f"(SELECT count(*) FROM {table})" for table in tables)  # noqa: S608 - fixed names
        return int(str(self.connection.execute(f"SELECT {sql}")[0][0]))

    def counted(self) -> list[int]:
        """Completed elements by memory and by the file."""
        [held] = self.batches.core.state.list_all(ElementStatistic)
        [[stored]] = self.connection.execute("SELECT completed FROM element_statistic")
        return [held.completed, int(str(stored))]

    def pages(self) -> int:
        return int(str(self.connection.execute("PRAGMA page_count")[0][0]))

    def make_room(self) -> None:
        """Many free pages, and nothing more to delete."""
        fill(self.store, 40, 40)
        entities = [row for number in range(1, 41) for row in ended_instance(number, 40)]
        batch = Batch()
        fill_batch(batch, [], [(type(row), row.key) for row in entities])
        self.store.write(batch)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.batches.stop_thread()
    made.connection.close()


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize(
    "planted", ["FROM process_instance AS r", "FROM decision_instance", "PRAGMA freelist_count"]
)
async def test_an_error_that_nobody_foresaw_puts_housekeeping_off_and_the_engine_goes_on(
    office: Office, planted: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Type and place once in the log, never its words; after ten minutes history goes as if nothing had been."""
    office.connection.planted = planted
    answered = [(await office.turn(number)).answers for number in range(1, 6)]
    assert [answer.rejection for answers in answered for answer in answers] == [None] * 5
    [line] = told(caplog)
    assert "ZeroDivisionError at engine/" in line
    assert SECRET not in line
    fill(office.store, 1, 3)
    office.connection.planted = None
    office.seconds = PUT_OFF_SECONDS - 1
    await office.turn()
    assert office.count() == 5
    office.seconds = PUT_OFF_SECONDS
    await office.turn()
    assert office.count() == 0


async def test_an_unknown_row_of_history_puts_housekeeping_off(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """An element that ended in a state that this release does not know is no reason to stop every case."""
    fill(office.store, 1, 3)
    office.connection.execute("UPDATE element_instance SET state = 'ELSEWHERE'")
    for number in range(1, 4):
        await office.turn(number)
    assert (office.count(), len(told(caplog))) == (5, 1)


async def test_rows_whose_count_fails_stay_and_both_go_together_later(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Half way through, the deletion is undone: neither a row nor a number of a counter is gone, in memory and file."""
    state = office.batches.core.state
    state.put(ElementStatistic(state.new_key(), 1, "close", completed=3))
    state.seal()
    fill(office.store, 3, 3)
    uncount = history_commands.uncount

    def fail_behind(*counted: Any) -> None:
        uncount(*counted)
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(history_commands, "uncount", fail_behind)
    for number in range(1, 4):
        await office.turn(number)
    assert (office.count(), office.counted()) == (15, [3, 3])
    [line] = told(caplog)
    assert "ForgetHistory" in line
    monkeypatch.setattr(history_commands, "uncount", uncount)
    office.seconds = PUT_OFF_SECONDS
    await office.turn(4)
    assert (office.count(), office.counted()) == (0, [0, 0])


async def test_pages_that_could_not_be_given_back_are_rolled_back(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """No half of it reaches the file, the next commit finds no transaction open, and later the file gets shorter."""
    office.make_room()
    pages = office.pages()
    office.connection.planted, office.connection.after = "incremental_vacuum", 5
    office.connection.error = sqlite3.OperationalError("database or disk is full")
    await office.turn(1)
    await office.turn(2)
    assert (office.pages(), len(told(caplog))) == (pages, 1)
    assert office.store.find_pinned_clock() == A_MOMENT + 2
    assert office.connection.execute("PRAGMA integrity_check") == [("ok",)]
    office.connection.planted = None
    office.seconds = PUT_OFF_SECONDS
    await office.turn(3)
    assert office.pages() < pages


async def test_what_cannot_even_be_rolled_back_ends_the_engine(office: Office) -> None:
    office.make_room()
    office.connection.planted, office.connection.keeps_open = "incremental_vacuum", True
    with pytest.raises(CommitFailed) as ended:
        await office.turn()
    assert ended.value.exit_code == EXIT_COMMIT_FAILED


async def test_a_damaged_file_ends_the_engine_whoever_finds_it(office: Office, tmp_path: Path) -> None:
    office.connection.planted = "FROM process_instance AS r"
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database, " * 300)
    with pytest.raises(sqlite3.DatabaseError) as met, sqlite3.connect(broken) as raw:
        raw.execute("SELECT * FROM sqlite_schema")
    raw.close()
    office.connection.error = met.value
    with pytest.raises(CommitFailed) as ended:
        await office.turn()
    assert ended.value.exit_code == EXIT_START_REFUSED


async def test_a_commit_of_deletions_that_fails_ends_the_engine(office: Office) -> None:
    """They go with the batch's own commit, before which memory has changed: no going on from there."""
    fill(office.store, 1, 3)
    office.connection.execute("PRAGMA query_only=ON")
    with pytest.raises(CommitFailed) as ended:
        await office.turn()
    assert ended.value.exit_code == EXIT_COMMIT_FAILED
    office.connection.rollback()
    assert office.count() == 5
