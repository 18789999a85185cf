"""One process of an office at a time, on this machine and, with PostgreSQL, on any other."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

from deploy.supervise.lock import make_private_folder
from models.store.database import Database


class Doing(IntEnum):
    """What is done by one at a time; the numbers are PostgreSQL's advisory locks."""

    INSTALL = 36113_01
    MIGRATE = 36113_02
    BACKUP = 36113_03


@contextmanager
def alone(doing: Doing, data: Path, database: Database) -> Iterator[None]:
    """Waits for whoever does the same; a process that is killed lets go."""
    path = make_private_folder(data / "run") / f"{doing.name.lower()}.lock"
    with path.open("a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # Processes on several machines share the database, not the folder.
        with database.hold_advisory_lock(doing):
            yield
