"""The only place that reads the time: the machine's clock, also shifted by a demo office's offset.

What a moment means for a limit (working days, cutoffs, the legal zone) is decided in models, not here.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

# How long a shift read from the database is believed, in seconds of real time: short enough that
# `jieban clock advance` is seen by every process at once, long enough that a page does not ask per row.
OFFSET_IS_FRESH_SECONDS = 0.05


class SystemClock:
    """The machine's clock; a demo office too uses it for sessions, one-time codes, limits and log stamps."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class ShiftedClock:
    """The machine's clock plus the office's offset: it runs on, only from another moment."""

    def __init__(self, read_offset_seconds: Callable[[], float]) -> None:
        """`read_offset_seconds` reads the one clock-shift row; 0 when the office has none."""
        self._read_offset_seconds = read_offset_seconds
        self._lock = Lock()
        self._offset = timedelta(0)
        self._fresh_until = float("-inf")

    def now(self) -> datetime:
        """The office's present moment, aware, in UTC; at most 0.05 s behind a move of the offset."""
        return datetime.now(UTC) + self._current_offset()

    def _current_offset(self) -> timedelta:
        with self._lock:
            if time.monotonic() >= self._fresh_until:
                self._offset = timedelta(seconds=self._read_offset_seconds())
                self._fresh_until = time.monotonic() + OFFSET_IS_FRESH_SECONDS
            return self._offset
