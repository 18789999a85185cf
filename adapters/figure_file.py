"""The file of the figures: who may open it when, with which limits, and what becomes of one that cannot be read.

DuckDB lets one process write and shuts out all others meanwhile, readers shut out the writer, and whoever comes in between
gets an error at once. So everybody queues before, at a lock file, and keeps the store open no longer than a question lasts.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import structlog

from adapters.figure_instance import FigureInstance
from models.ground.errors import FiguresAway

# A page rather says that the figures are away than that it waits.
READER_WAITS = 1.0
WRITER_WAITS = 10.0
POLL_SECONDS = 0.01
# Of an office with two cores; nothing is ever fetched from outside, and no other file is read or written.
LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "384MB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
}
# What DuckDB says of a file that is none of its own, of another version, cut off or spoilt.
_SPOILT = (
    "not a valid DuckDB database",
    "Corrupt database",
    "Could not read enough bytes",
    "checksum",
    "version number",
    "Failed to read",
    "serializ",
)
_GIVEN_UP = frozenset({"FatalException", "InternalException", "SerializationException"})

_log = structlog.get_logger(__name__)


class FigureFile:
    """`path` is the store, `locks` the folder of its lock files; both are made when they are missing."""

    def __init__(self, path: Path, locks: Path) -> None:
        self.path = path
        self._lock = locks / "figures.lock"
        self._writing = locks / "figures.writing.lock"
        self._instance = FigureInstance(path, LIMITS)

    @contextmanager
    def read(
        self,
    ) -> Iterator[Any]:  # Any: DuckDB's connection, which is imported by those alone who open a store
        """A connection that reads; FiguresAway where there is no store that can be read, or no turn in time."""
        with self._told(), _hold(self._lock, fcntl.LOCK_SH, READER_WAITS):
            if not self.path.exists():
                raise FiguresAway
            # A question that fails is no reason to throw away what answers others.
            with (
                self._told(is_lost=lambda: not self._can_be_read()),
                self._instance.attach() as connection,
            ):
                yield connection

    def find_state(self) -> object:
        """Another one after each change; for whoever reads. What a writer that was killed had committed is in the log beside."""
        told, log = self.path.stat(), _log_of(self.path)
        beside = log.stat() if log.exists() else None
        return (
            (told.st_ino, told.st_mtime_ns, told.st_size),
            (beside.st_ino, beside.st_mtime_ns, beside.st_size) if beside else None,
        )

    @contextmanager
    def write(self) -> Iterator[Any]:  # Any: as above
        """A connection that writes, in one transaction; nobody reads meanwhile."""
        with (
            self._told(),
            _hold(self._lock, fcntl.LOCK_EX, WRITER_WAITS),
            self._told(is_lost=lambda: True),
            _connect(self.path, is_read_only=False) as connection,
        ):
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def hold_writing(self) -> Iterator[None]:
        """Whoever writes holds this from his first look to his last word; FiguresAway at once while another does."""
        with self._told(), _hold(self._writing, fcntl.LOCK_EX, 0):
            yield

    @contextmanager
    def make(self) -> Iterator[Any]:  # Any: as above
        """A connection to a new file beside, which takes the place of the store when all goes well."""
        draft = self.path.with_suffix(".new")
        with self._told():
            self._forget(draft)
            try:
                with _connect(draft, is_read_only=False) as connection:
                    yield connection
                with _hold(self._lock, fcntl.LOCK_EX, WRITER_WAITS):
                    # The log of a store that was killed belongs to that one.
                    with suppress(FileNotFoundError):
                        _log_of(self.path).unlink()
                    draft.replace(self.path)
            finally:
                self._forget(draft)

    @contextmanager
    def _told(self, is_lost: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """Whatever goes wrong is FiguresAway; a store that is spoilt and lost is put aside, so that it is made anew."""
        import duckdb  # noqa: PLC0415 - 40 MB and a fifth of a second, for those alone who open a store

        try:
            yield
        except duckdb.Error as error:
            _log.warning("figures_away", error_type=type(error).__name__)
            if _is_spoilt(error) and is_lost():
                # Of a folder in which nothing can be renamed, the one around tells.
                self._put_aside()
            raise FiguresAway from error
        except OSError as error:
            _log.warning("figures_away", error_type=type(error).__name__, reason=error.strerror)
            raise FiguresAway from error

    def _can_be_read(self) -> bool:
        """Whether somebody who opens it anew reads every row of it."""
        import duckdb  # noqa: PLC0415 - as above

        try:
            with _connect(self.path, is_read_only=True) as connection:
                named = "SELECT table_name FROM information_schema.tables"
                for (table,) in connection.execute(named).fetchall():
                    counted = f"SELECT max(hash(rows)) FROM {table} AS rows"  # noqa: S608 - the names of its own tables
                    connection.execute(counted).fetchall()
        except duckdb.Error as error:
            return not _is_spoilt(error)
        return True

    def _put_aside(self) -> None:
        """One is kept for whoever wants to know why."""
        with suppress(FileNotFoundError):
            self.path.replace(self.path.with_suffix(".spoilt"))
        with suppress(FileNotFoundError):
            _log_of(self.path).unlink()
        _log.warning("figures_put_aside")

    @staticmethod
    def _forget(draft: Path) -> None:
        for file in (draft, _log_of(draft)):
            file.unlink(missing_ok=True)


@contextmanager
def _connect(path: Path, *, is_read_only: bool) -> Iterator[Any]:  # Any: as above
    import duckdb  # noqa: PLC0415 - as above

    connection = duckdb.connect(str(path), read_only=is_read_only, config=dict(LIMITS))
    try:
        if not is_read_only:
            path.chmod(0o600)
        yield connection
    finally:
        connection.close()


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _is_spoilt(error: Exception) -> bool:
    return type(error).__name__ in _GIVEN_UP or any(word in str(error) for word in _SPOILT)


@contextmanager
def _hold(lock_file: Path, kind: int, seconds: float) -> Iterator[None]:
    ends_at = time.monotonic() + seconds
    lock_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not _is_had(descriptor, kind):
            if time.monotonic() >= ends_at:
                raise FiguresAway
            time.sleep(POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _is_had(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
