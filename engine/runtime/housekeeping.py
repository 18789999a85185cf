"""What the writer does beside commands, in small rounds: history past its retention goes, and free pages after it.

One round comes between two batches at most, so that no command waits for more than one.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.processing.unforeseen import name_of
from engine.state.retention import Expired
from engine.state.store import Store
from engine.state.store_faults import ends_engine

log = logging.getLogger(__name__)

ROWS_AT_ONCE: Final = 200
PAGES_AT_ONCE: Final = 64
# While there is something to do; then so long until the next look, which reads three indexes.
PAUSE_SECONDS: Final = 0.05
# A deletion is written before it frees anything: on a disk that is almost full the commands come first.
NEEDED_BYTES: Final = 32 * 1024 * 1024
REST_SECONDS: Final = 1.0
# After an error that nobody foresaw, which would most likely come again at once.
PUT_OFF_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True)
class Kept:
    """History goes `retention_ms` after its end by the engine's clock, once it was to be seen for `shown_seconds`."""

    retention_ms: int
    shown_seconds: float


class Housekeeping:
    """`do_round` on the writer's thread whenever `is_due`; a round holds no row twice, so its rows must be deleted."""

    def __init__(
        self,
        store: Store,
        kept: Kept,
        folder: Path,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`folder` lies on the disk of the store."""
        self._store = store
        self._kept = kept
        self._folder = folder
        self._monotonic = monotonic
        self._due_at = monotonic()
        # Where the engine's clock stood at earlier looks: what had ended by then has been shown since.
        self._looks: deque[tuple[float, int]] = deque()

    def is_due(self) -> bool:
        """True when a round may be made."""
        return self._monotonic() >= self._due_at

    def seconds_left(self) -> float:
        """How long nothing is due."""
        return max(self._due_at - self._monotonic(), 0.0)

    def do_round(self, now_ms: int) -> Expired:
        """The next rows to delete, at most ROWS_AT_ONCE; with none of them the file gets a little shorter.

        It reads, or moves pages in a transaction of its own: a failure changes nothing that memory knows, so it is
        logged and the engine goes on without housekeeping for a while. What is raised ends the engine.
        """
        try:
            return self._next_round(now_ms)
        except Exception as error:
            if ends_engine(error):
                raise
            self.put_off()
            log.error(
                "housekeeping of the engine: %s; put off for %d minutes",
                name_of(error),
                PUT_OFF_SECONDS // 60,
            )
            return Expired()

    def put_off(self) -> None:
        """No further round for a while."""
        self._due_at = self._monotonic() + PUT_OFF_SECONDS

    def _next_round(self, now_ms: int) -> Expired:
        expired, did_something = Expired(), False
        ended_until = self._ended_until(now_ms)
        if shutil.disk_usage(self._folder).free >= NEEDED_BYTES:
            if ended_until is not None:
                expired = self._store.find_expired(ended_until, ROWS_AT_ONCE)
            did_something = bool(expired.rows) or self._store.give_back_pages(PAGES_AT_ONCE) > 0
        self._due_at = self._monotonic() + (PAUSE_SECONDS if did_something else REST_SECONDS)
        return expired

    def _ended_until(self, now_ms: int) -> int | None:
        now_s = self._monotonic()
        if not self._looks or now_s - self._looks[-1][0] >= REST_SECONDS or not self._kept.shown_seconds:
            self._looks.append((now_s, now_ms))
        while len(self._looks) > 1 and self._looks[1][0] + self._kept.shown_seconds <= now_s:
            self._looks.popleft()
        looked_at, stood_at = self._looks[0]
        if looked_at + self._kept.shown_seconds > now_s:
            return None
        return min(now_ms - self._kept.retention_ms, stood_at)
