"""Log lines about what lasts: the first at once, then one a minute that says how often it happened."""

from __future__ import annotations

import time
from collections import Counter

import structlog

_MINUTE = 60.0  # seconds
_log = structlog.get_logger(__name__)


class OnceAMinute:
    """An outage of a day is told in one line a minute, however many pollers and steps meet it."""

    def __init__(self) -> None:
        self._told_at: dict[tuple[str, str], float] = {}
        self._happened: Counter[tuple[str, str]] = Counter()

    def warn(self, event: str, kind: str = "", **fields: object) -> None:
        """Log the event of this kind, with `count` of how often it came since the last line; or only count it."""
        matter = (event, kind)
        self._happened[matter] += 1
        now = time.monotonic()
        if now - self._told_at.get(matter, float("-inf")) < _MINUTE:
            return
        self._told_at[matter] = now
        told = fields | ({"kind": kind} if kind else {})
        _log.warning(event, count=self._happened.pop(matter), **told)


# One for the process: what is away is away for every poller of it.
lasting = OnceAMinute()
