"""The queue of SQLite writers: a thread lock in the process, an advisory lock between processes."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.ground.errors import DatabaseBusy

WAIT_SECONDS = 30.0
POLL_SECONDS = 0.002


class WriteLock:
    """One writer at a time on one database file.

    Waiting here has a far shorter tail than SQLite's own busy wait.
    """

    def __init__(self, database_file: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        """The lock file is `<database>.lock` beside the database; it stays there."""
        self._path = database_file.with_name(database_file.name + ".lock")
        self._thread_lock = threading.Lock()
        self._wait_seconds = wait_seconds

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold both locks; DatabaseBusy when they are not free in time. Not re-entrant."""
        ends_at = time.monotonic() + self._wait_seconds
        if not self._thread_lock.acquire(timeout=self._wait_seconds):
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
