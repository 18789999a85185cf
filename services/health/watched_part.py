"""One part of the office, looked at beside the caller, who is answered in time whatever the part does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_SILENT_AFTER = 2.0  # seconds; a busy machine may need one for a look
_OLD_AFTER = 10.0  # seconds; what was seen before says nothing of a part whose new look is not back

Figures = Mapping[str, float | int | str | None]


class PartStatus(StrEnum):
    """`silent`: a look at it has not come back for two seconds, or the last that did is old, or none ever has."""

    OK = "ok"
    DOWN = "down"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Look:
    """What a look saw: whether the part serves, and its figures."""

    serves: bool
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """`age_seconds` of the figures; None before the first look came back."""

    status: PartStatus
    age_seconds: float | None
    figures: Figures


class WatchedPart:
    """At most one look is under way, so that a frozen part holds one thread and no more."""

    def __init__(self, name: str, look: Callable[[], Look], fresh_seconds: float) -> None:
        """`look` may raise, which tells that the part does not serve; a younger one than `fresh_seconds` is not repeated."""
        self.name = name
        self._look = look
        self._fresh_seconds = fresh_seconds
        self._news = threading.Condition()
        self._seen: Look | None = None
        self._seen_at = float("-inf")
        self._is_looking = False
        self._looks_since = float("-inf")

    def begin(self) -> None:
        """Have a look unless one is under way or fresh; returns at once."""
        with self._news:
            if self._is_looking or time.monotonic() - self._seen_at < self._fresh_seconds:
                return
            self._is_looking, self._looks_since = True, time.monotonic()
        threading.Thread(target=self._have_a_look, name=f"look-{self.name}", daemon=True).start()

    def part(self, until: float) -> Part:
        """What the last look saw, after waiting for one that is under way until the monotonic moment `until`."""
        with self._news:
            self._news.wait_for(lambda: not self._is_looking, max(until - time.monotonic(), 0.0))
            age = None if self._seen is None else time.monotonic() - self._seen_at
            figures = {} if self._seen is None else self._seen.figures
            is_slow = time.monotonic() - self._looks_since >= _SILENT_AFTER
            if self._is_looking and (age is None or age > _OLD_AFTER or is_slow):
                return Part(PartStatus.SILENT, age, figures)
            serves = self._seen is not None and self._seen.serves
            return Part(PartStatus.OK if serves else PartStatus.DOWN, age, figures)

    def _have_a_look(self) -> None:
        try:
            seen = self._look()
        except Exception:
            # Whatever it is, the part does not serve; what exactly is in the log of the process that works with it.
            seen = Look(serves=False)
        with self._news:
            self._seen, self._seen_at, self._is_looking = seen, time.monotonic(), False
            self._news.notify_all()
