"""What a process keeps between its questions: DuckDB itself, with no file open.

To start it takes ten times as long as to attach the store. The store is let go of with the last question that is being
answered, so that it is as free for its writer as one that was opened for each.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# What the store is called while it is attached.
_NAME = "figures"


class FigureInstance:
    """Of one store, for all threads of a process; made at its first question, so never before a process is forked."""

    def __init__(self, path: Path, limits: Mapping[str, object]) -> None:
        """`limits` are settings of DuckDB; no other file than this store is ever opened by it."""
        self._path, self._limits = path, limits
        self._lock = threading.Lock()
        self._kept: _Kept | None = None

    @contextmanager
    def attach(
        self,
    ) -> Iterator[Any]:  # Any: DuckDB's connection, which is imported by those alone who open a store
        """A connection that reads the store. After an error of DuckDB the next question starts it anew."""
        import duckdb  # noqa: PLC0415 - 40 MB and a fifth of a second, for those alone who open a store

        kept, has_failed = self._begin(), False
        cursor = kept.connection.cursor()
        try:
            cursor.execute(f"USE {_NAME}")
            yield cursor
        except duckdb.Error:
            has_failed = True
            raise
        finally:
            cursor.close()
            self._end(kept, has_failed=has_failed)

    def _begin(self) -> _Kept:
        with self._lock:
            kept = self._kept or _Kept(_start(self._path, self._limits))
            # One to which the store could not be attached is not kept.
            self._kept = None
            if kept.questions == 0:
                kept.connection.execute(f"ATTACH '{_quoted(self._path)}' AS {_NAME} (READ_ONLY)")
            kept.questions += 1
            self._kept = kept
            return kept

    def _end(self, kept: _Kept, *, has_failed: bool) -> None:
        with self._lock:
            kept.questions -= 1
            if has_failed and self._kept is kept:
                self._kept = None
            if kept.questions > 0:
                return
            if self._kept is kept:
                kept.connection.execute(f"DETACH {_NAME}")
            else:
                kept.connection.close()


class _Kept:
    """One that runs, and how many questions it is answering."""

    def __init__(self, connection: Any) -> None:  # Any: as above
        self.connection = connection
        self.questions = 0


def _start(path: Path, limits: Mapping[str, object]) -> Any:  # Any: as above
    import duckdb  # noqa: PLC0415 - as above

    # Which files may be opened is said first, and then no more.
    before = {name: value for name, value in limits.items() if name not in _LAST}
    connection = duckdb.connect(":memory:", config={**before, "temp_directory": f"{path}.tmp"})  # type: ignore[dict-item]  # LIMITS says of which types
    allowed = ", ".join(f"'{_quoted(file)}'" for file in (path, path.with_name(path.name + ".wal")))
    connection.execute(f"SET allowed_paths = [{allowed}]")
    for name in _LAST:
        connection.execute(f"SET {name} = {str(limits[name]).lower()}")
    return connection


_LAST = ("enable_external_access", "lock_configuration")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
