"""The queue of SQLite writers: a thread lock in the process, an advisory lock between processes."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.ground.errors import DatabaseBusy

POLL_SECONDS = 0.002


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a writer waits for the others (also for tools that know nothing of our lock), and how many may in one process."""

    seconds: float = 30.0
    foreign_seconds: float = 5.0
    writers: int = 64


class WriteLock:
    """One writer at a time on one database file.

    Waiting here has a far shorter tail than SQLite's own busy wait.
    """

    def __init__(self, database_file: Path, patience: Patience) -> None:
        """The lock file is `<database>.lock` beside the database; it stays there."""
        self._path = database_file.with_name(database_file.name + ".lock")
        self._thread_lock = threading.Lock()
        self._patience = patience
        self._places = threading.BoundedSemaphore(patience.writers)

    @contextmanager
    def hold(self, *, waits: bool = True) -> Iterator[None]:
        """Hold both locks; DatabaseBusy when they are not free in time or too many wait. Not re-entrant."""
        if not self._places.acquire(blocking=False):
            raise DatabaseBusy()
        try:
            with self._hold_for(self._patience.seconds if waits else 0):
                yield
        finally:
            self._places.release()

    @contextmanager
    def _hold_for(self, seconds: float) -> Iterator[None]:
        ends_at = time.monotonic() + seconds
        if not self._thread_lock.acquire(timeout=seconds):
            raise DatabaseBusy()
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                _lock_until(descriptor, ends_at)
                yield
            finally:
                os.close(descriptor)
        finally:
            self._thread_lock.release()


def _lock_until(descriptor: int, ends_at: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= ends_at:
                raise DatabaseBusy() from error
            time.sleep(POLL_SECONDS)
        else:
            return
