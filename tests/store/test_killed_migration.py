"""An upgrade of the engine's store that ends at any of its statements is run again and ends as one that nobody disturbed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from engine.state.connection import SqliteConnection, SqlRow
from engine.state.migration import find_schema_version, list_migrations, migrate

STEPS = list_migrations()


class Killed(Exception):
    """The process is gone before this statement; what was not committed is lost with its connection."""


class DyingConnection(SqliteConnection):
    """Ends before the statement of this number."""

    def __init__(self, path: Path, last: int) -> None:
        super().__init__(path)
        self._left = last

    def execute(self, sql: str, parameters: SqlRow = ()) -> list[SqlRow]:
        self._live_on()
        return super().execute(sql, parameters)

    def begin(self) -> None:
        self._live_on()
        super().begin()

    def commit(self) -> None:
        self._live_on()
        super().commit()

    def _live_on(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Killed


def stand(path: Path) -> tuple[int, list[Sequence[object]]]:
    """The version of the store, and what is there."""
    connection = SqliteConnection(path)
    try:
        there = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        return find_schema_version(connection), [tuple(row) for row in there]
    finally:
        connection.close()


def test_a_step_is_there_as_a_whole_or_not_at_all_wherever_the_upgrade_ends(tmp_path: Path) -> None:
    """Each try goes one statement further than the one before, on the store that it left."""
    path, known = tmp_path / "reference.db", {}
    for number in range(len(STEPS) + 1):
        connection = SqliteConnection(path)
        if number:
            migrate(connection, STEPS[:number])
        connection.close()
        known[number] = stand(path)[1]
    store, seen = tmp_path / "engine.db", []
    for last in range(1, 1_000):
        connection = DyingConnection(store, last)
        with suppress(Killed):
            migrate(connection, STEPS)
        connection.close()
        version, there = stand(store)
        assert there == known[version], f"half of a step after {last} statements"
        seen.append(version)
        if version == len(STEPS):
            break
    assert seen == sorted(seen) and seen[0] == 0 and seen[-1] == len(STEPS)
