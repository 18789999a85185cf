"""How a data folder becomes an open store: folder, lock, file, migrations; every refusal is one sentence."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.start_refused import StartRefused
from engine.state.connection import SqliteConnection
from engine.state.lock import StoreLock
from engine.state.store import Store

STORE_FILE: Final = "engine.db"
LOCK_FILE: Final = "engine.lock"


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


def open_store(data_dir: Path) -> OpenStore:
    """Lock and open the store of a data folder, which is made if missing (0700).

    Refused when another engine holds it, or when it is newer than this release, damaged or not writable.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = StoreLock(data_dir / LOCK_FILE)
        lock.acquire()
    except OSError as error:
        raise StartRefused(
            f"The engine's data folder {data_dir} cannot be used: {error.strerror}."
        ) from error
    path = data_dir / STORE_FILE
    try:
        return OpenStore(Store(SqliteConnection(path)), path, lock)
    except sqlite3.Error as error:
        lock.release()
        raise StartRefused(f"The engine store {path} cannot be opened: {error}.") from error
    except StartRefused:
        lock.release()
        raise
