"""The engine's clock: system time in milliseconds, or a pinned moment; the core is only given its answer."""

from __future__ import annotations

import time

from engine.errors import CommandRejected, Reason
from engine.model.intervals import LATEST_MS


class EngineClock:
    """Milliseconds since the epoch (UTC); pinned by the clock commands of the REST interface."""

    def __init__(self, pinned_ms: int | None = None) -> None:
        self._pinned_ms = pinned_ms

    @property
    def pinned_ms(self) -> int | None:
        """The pinned moment, or None while the system clock counts; kept by the store over a restart."""
        return self._pinned_ms

    def now_ms(self) -> int:
        """The moment that the next command is given."""
        if self._pinned_ms is not None:
            return self._pinned_ms
        return time.time_ns() // 1_000_000

    def pin(self, at_ms: int) -> None:
        """Freeze the clock at this moment; one before 1970 or after 9999 is refused with INVALID_ARGUMENT."""
        if not 0 <= at_ms <= LATEST_MS:
            message = f"Expected a timestamp of 0 to {LATEST_MS}, but got {at_ms}"
            raise CommandRejected(Reason.INVALID_ARGUMENT, message)
        self._pinned_ms = at_ms

    def reset(self) -> None:
        """Let the system clock count again."""
        self._pinned_ms = None
