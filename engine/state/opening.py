"""How a data folder becomes an open store: folder, lock, file, migrations; every refusal is one sentence."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.start_refused import StartRefused
from engine.state.connection import SqliteConnection
from engine.state.lock import StoreLock
from engine.state.migration import find_schema_version, list_migrations
from engine.state.rewriting import drop, rewrite_once, sync
from engine.state.store import Store
from engine.state.store_faults import refused_folder, refused_start

STORE_FILE: Final = "engine.db"
LOCK_FILE: Final = "engine.lock"
UNFINISHED_COPY: Final = "engine.before.unfinished"


@dataclass(frozen=True, slots=True)
class OpenStore:
    """A store with the lock that makes this process its only writer."""

    store: Store
    path: Path
    lock: StoreLock

    def close(self) -> None:
        """Close the file, then let the next engine in."""
        self.store.close()
        self.lock.release()


def tell_starter(line: str) -> None:
    """A line of progress for whoever started the engine."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def open_store(data_dir: Path, say: Callable[[str], None] = tell_starter) -> OpenStore:
    """Lock and open the store of a data folder, which is made if missing (0700).

    A store of an earlier release is rewritten and migrated first; `say` hears how far that is. Refused when another
    engine holds it, or when it is newer than this release, damaged or not writable.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = StoreLock(data_dir / LOCK_FILE)
        lock.acquire()
        _make_private(data_dir)
    except OSError as error:
        raise refused_folder(data_dir, error) from error
    path = data_dir / STORE_FILE
    try:
        rewrite_once(path, say)
        connection = SqliteConnection(path)
        _put_copy_aside(connection, path)
        return OpenStore(Store(connection), path, lock)
    except sqlite3.Error as error:
        lock.release()
        raise refused_start(path, error) from error
    except OSError as error:
        lock.release()
        raise refused_folder(data_dir, error) from error
    except StartRefused:
        lock.release()
        raise


def _make_private(data_dir: Path) -> None:
    """Close files of an earlier release to everybody else; SQLite gives its other files the mode of the store."""
    store = data_dir / STORE_FILE
    store.touch(mode=0o600)
    for file in data_dir.iterdir():
        if file.is_file():
            file.chmod(0o600)


def _put_copy_aside(connection: SqliteConnection, path: Path) -> None:
    """Keep the store as the earlier release left it, once, before this one migrates it.

    The copy has its name only when it is whole and on the disk; without room for it nothing is migrated.
    """
    version, newest = find_schema_version(connection), len(list_migrations())
    target = path.with_name(f"engine.before-{newest:04d}.db")
    unfinished = path.with_name(UNFINISHED_COPY)
    drop(unfinished)
    if not 0 < version < newest or target.exists():
        return
    try:
        connection.execute("VACUUM INTO ?", (str(unfinished),))
        sync(unfinished)
        unfinished.replace(target)
        sync(path.parent)
    except (sqlite3.Error, OSError):
        # What is half would take the room that the store itself needs.
        with suppress(OSError):
            drop(unfinished)
        connection.close()
        raise
