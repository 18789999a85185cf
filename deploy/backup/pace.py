"""How fast a backup works beside an office that serves: it rests as long as it works."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

_LONGEST_REST: Final = 0.25  # seconds; a disk that stalls has not been loaded by us
_TELL_EVERY: Final = 2.0  # seconds


class Pace:
    """Steps of work, each followed by a rest as long as it took, and a word now and then about how far they are."""

    def __init__(self, tell: Callable[[str], None], *, rests: bool = True) -> None:
        """`tell` hears a line of progress; without `rests` nobody else needs the disk."""
        self._tell = tell
        self._rests = rests
        self._worked_since = self._told_at = time.monotonic()

    def begin(self) -> None:
        """What follows is work."""
        self._worked_since = time.monotonic()

    def step(self, line: str) -> None:
        """A step came to its end, and the next one begins when this returns; `line` says how far the work is."""
        now = time.monotonic()
        if now - self._told_at >= _TELL_EVERY:
            self._told_at = now
            self._tell(line)
        if self._rests:
            time.sleep(min(now - self._worked_since, _LONGEST_REST))
        self._worked_since = time.monotonic()
