"""A SQLite file copied while others write to it: what one read transaction sees, page by page."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from deploy.backup.pace import Pace
from models.ground.sync import sync

_PAGES: Final = 1024  # of mostly 4096 bytes, between two rests


@contextmanager
def seen_now(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees the file as it is at this moment until it is closed, whatever is written meanwhile."""
    # Not `mode=ro`: without a process that serves, the log beside the file could not be made.
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield connection


def copy_store(seen: sqlite3.Connection, target: Path, pace: Pace) -> None:
    """One file (0600) without a log, whole and on the disk; `seen` is in a read transaction, which is what is copied.

    The transaction of `seen` keeps each step on the same state: a copy without one begins anew whenever somebody writes.
    sqlite3.DatabaseError where the source is damaged or no room is left.
    """
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))

    def step(_status: int, left: int, total: int) -> None:
        pace.step(f"{target.name}: {100 - 100 * left // max(total, 1)} %")

    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous=OFF")  # synced once, when it is whole
        pace.begin()
        seen.backup(copy, pages=_PAGES, progress=step)
        copy.execute("PRAGMA journal_mode=DELETE")
        (told,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if told != "ok":
            raise sqlite3.DatabaseError(f"{target.name}: {told}")
    sync(target)
