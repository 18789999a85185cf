"""Read-only connections for searches: the present, or a snapshot that is as old as `search_lag_ms` says."""

from __future__ import annotations

import sqlite3
from collections import deque
from pathlib import Path
from typing import Final

from engine.state.connection import SqlRow

# A snapshot is renewed this many times within one lag, so that its age is off by at most a quarter.
SNAPSHOTS_PER_LAG: Final = 4
# The log starts anew only when no reader is in it: beyond this size searches do without a snapshot for a moment.
LONGEST_LOG_BYTES: Final = 32 * 1024 * 1024


class Reader:
    """One read-only connection; rows are read by column name or position."""

    def __init__(self, path: Path) -> None:
        self._raw = sqlite3.connect(
            f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
        self._raw.row_factory = sqlite3.Row

    def execute(self, sql: str, parameters: SqlRow = ()) -> list[sqlite3.Row]:
        """Run one query and answer all its rows."""
        return self._raw.execute(sql, parameters).fetchall()

    def hold(self) -> None:
        """Freeze what this reader sees at the present."""
        self._raw.execute("BEGIN")
        self._raw.execute("SELECT 1 FROM meta").fetchall()

    def close(self) -> None:
        """Let go of the file and of a held snapshot."""
        self._raw.close()


class Searches:
    """Chooses the reader for a search; `renew` keeps snapshots coming while there is a lag."""

    def __init__(self, path: Path, lag_ms: int) -> None:
        self._path = path
        self._lag_s = lag_ms / 1000
        self._current = Reader(path)
        self._held: deque[tuple[float, Reader]] = deque()

    @property
    def renewal_seconds(self) -> float | None:
        """How often `renew` wants to be called; None without a lag."""
        return self._lag_s / SNAPSHOTS_PER_LAG if self._lag_s else None

    def renew(self, monotonic_s: float) -> None:
        """Hold the present for later and drop what is older than the lag needs.

        All are let go for one round when the log has grown too long under them; searches then see the present.
        """
        if self._held and self._log_bytes() > LONGEST_LOG_BYTES:
            while self._held:
                self._held.popleft()[1].close()
            return
        reader = Reader(self._path)
        reader.hold()
        self._held.append((monotonic_s, reader))
        while len(self._held) > 1 and self._held[1][0] + self._lag_s <= monotonic_s:
            self._held.popleft()[1].close()

    def reader(self, monotonic_s: float) -> Reader:
        """The newest snapshot that is as old as the lag, or the oldest there is."""
        if not self._held:
            return self._current
        old_enough = [reader for at, reader in self._held if at + self._lag_s <= monotonic_s]
        return old_enough[-1] if old_enough else self._held[0][1]

    def _log_bytes(self) -> int:
        log = self._path.with_name(f"{self._path.name}-wal")
        return log.stat().st_size if log.exists() else 0

    def close(self) -> None:
        """Close every reader."""
        self._current.close()
        while self._held:
            self._held.popleft()[1].close()
