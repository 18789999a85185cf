"""One step of an upgrade, killed before each of its statements and before its commit, each time by a fork of this process."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from models.store.database import Database
from tests.acceptance.moved_office import upgrade_on, upgrade_to

# The values of each column, sorted, by table and column; each part of the schema by what it is.
Look = Mapping[tuple[str, str], object]

_SCHEMA = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    "postgresql": """
        SELECT 'column', attrelid::regclass || '.' || attname, format_type(atttypid, atttypmod) || attnotnull
            || coalesce(pg_get_expr(adbin, adrelid), '')
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
        UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal""",
}
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


class StepPlace(ABC):
    """Where a database of an earlier revision stands; nobody else is there."""

    def __init__(self, url: str) -> None:
        """Nothing is opened yet."""
        self.url = url

    @abstractmethod
    def is_as_before(self) -> bool:
        """Whether nothing is left of an upgrade that was begun there."""

    @abstractmethod
    def try_upgrade(self, revision: str) -> Look:
        """What stands after an upgrade to that revision; then it stands as before again."""

    @contextmanager
    def opened(self) -> Iterator[Database]:
        """The database there, closed at the end."""
        database = Database(self.url)
        try:
            yield database
        finally:
            database.dispose()

    def upgrade(self, revision: str) -> None:
        """Bring it to that revision."""
        with self.opened() as database:
            upgrade_to(database, revision)

    def look(self) -> Look:
        """All that stands there."""
        with self.opened() as database, database.engine.connect() as connection:
            return look_at(connection)


class FilePlace(StepPlace):
    """A file in `folder` that is a copy of `before`."""

    def __init__(self, before: Path, folder: Path) -> None:
        """The copy is made."""
        self._file, self._before = folder / "office.db", before
        super().__init__(f"sqlite:///{self._file}")
        self._put_back()

    def is_as_before(self) -> bool:
        """Byte by byte, once what was committed has left the log beside the file."""
        with closing(sqlite3.connect(self._file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self._file.read_bytes() == self._before.read_bytes()

    def try_upgrade(self, revision: str) -> Look:
        """It is committed, and the file put back."""
        self.upgrade(revision)
        seen = self.look()
        self._put_back()
        return seen

    def _put_back(self) -> None:
        for tail in ("-wal", "-shm"):
            Path(f"{self._file}{tail}").unlink(missing_ok=True)
        shutil.copyfile(self._before, self._file)


class ServerPlace(StepPlace):
    """A database of a PostgreSQL server."""

    def __init__(self, url: str) -> None:
        """It is looked at."""
        super().__init__(url)
        self._before = self.look()

    def is_as_before(self) -> bool:
        """By its schema and all its rows."""
        return self.look() == self._before

    def try_upgrade(self, revision: str) -> Look:
        """It is looked at before its commit, and undone."""
        with self.opened() as database, database.engine.connect() as connection:
            upgrade_on(connection, revision)
            return look_at(connection)


def look_at(connection: Connection) -> Look:
    """All that the connection sees."""
    kind = connection.dialect.name
    # Of a table that SQLite copies, the constraints come in another order each time.
    found: dict[tuple[str, str], object] = {
        (f"{type_} {name}", ""): sorted(line.strip(", ") for line in (sql or "").splitlines())
        for type_, name, sql in connection.exec_driver_sql(_SCHEMA[kind])
    }
    for table in connection.exec_driver_sql(_TABLES[kind]).scalars().all():
        rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"')  # noqa: S608 - own names
        columns = tuple(rows.keys())
        for column, values in zip(columns, zip(*rows, strict=True), strict=False):
            found[table, column] = sorted(map(repr, values))
    return found


def kill_everywhere(place: StepPlace, revision: str) -> int:
    """Upgrade to that revision again and again, killed a statement later each time; how many kills there were.

    Each leaves what was there before, and the last, which comes to its end, leaves what one that nobody disturbed does.
    """
    end, again = place.try_upgrade(revision), place.try_upgrade(revision)
    assert end.keys() == again.keys()
    # Ids that are drawn, and the moment.
    drawn = {name for name, value in end.items() if again[name] != value}
    kills = 0
    while _kill_before(place, revision, kills + 1):
        kills += 1
        assert place.is_as_before(), f"{revision}: killed at {kills}, something stayed"
    seen = place.look()
    assert seen.keys() == end.keys(), f"{revision}: another schema"
    differs = {name for name, value in end.items() if seen[name] != value} - drawn
    assert not differs, f"{revision}: {differs}"
    return kills


def _kill_before(place: StepPlace, revision: str, number: int) -> bool:
    """A fork upgrades and is killed before its statement of that number, or before the commit, which comes after the last.

    False when it came to its end: there are not so many.
    """
    pid = os.fork()
    if pid == 0:
        # Nothing of this process may go on in the fork, whatever happens.
        try:
            _die_before(number)
            place.upgrade(revision)
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended in (0, -signal.SIGKILL), f"{revision}: failed at {number}"
    return ended != 0


def _die_before(number: int) -> None:
    begun = 0

    def count(*_of_statement: Any) -> None:
        nonlocal begun
        begun += 1
        if begun == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
