"""The narrow connection between the engine and SQLite, and its implementation by `sqlite3`.

Tests bring a second implementation, so that the shipped store runs over a disk that loses power.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Protocol

SqlValue = str | int | float | bytes | None
SqlRow = Sequence[SqlValue]

# synchronous=FULL: an acknowledged commit survives a power cut; NORMAL would lose the last batches.
# auto_vacuum first: it must be said before the file has a page; an older file is rewritten once (rewriting.py).
# journal_size_limit: a log that a long reader let grow is cut back once it starts anew.
WRITER_PRAGMAS: Final = (
    "PRAGMA auto_vacuum=INCREMENTAL",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=2000",
    "PRAGMA journal_size_limit=16777216",
)


class Connection(Protocol):
    """One writer's connection; whoever holds it is the only one that writes."""

    def execute(self, sql: str, parameters: SqlRow = ()) -> list[SqlRow]:
        """Run one statement and answer all its rows."""

    def executemany(self, sql: str, rows: Iterable[SqlRow]) -> None:
        """Run one statement once a row."""

    def begin(self) -> None:
        """Open a write transaction at once (BEGIN IMMEDIATE)."""

    def commit(self) -> None:
        """Make everything since `begin` durable; after an error the memory is ahead of the disk."""

    def rollback(self) -> None:
        """Undo everything since `begin`; nothing to do where SQLite has done so by itself."""

    def close(self) -> None:
        """Give the file back; an open transaction is lost."""


class SqliteConnection:
    """`Connection` by the standard library; usable from one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in WRITER_PRAGMAS:
            self._raw.execute(pragma)

    def execute(self, sql: str, parameters: SqlRow = ()) -> list[SqlRow]:
        return self._raw.execute(sql, parameters).fetchall()

    def executemany(self, sql: str, rows: Iterable[SqlRow]) -> None:
        self._raw.executemany(sql, rows)

    def begin(self) -> None:
        self._raw.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self._raw.execute("COMMIT")

    def rollback(self) -> None:
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")

    def close(self) -> None:
        self._raw.close()
