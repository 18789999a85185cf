"""Sample stories that cannot come to their end yet: the landing of issue 9 that each waits for, and why.

Only tests read this list. A story that would pass makes tests/acceptance/test_replay.py fail, so the list empties itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waits:
    """What is missing: the number of the landing that brings it, in words."""

    landing: int
    why: str


WAITING: dict[str, Waits] = {
    "W9b": Waits(3, "a merged person reads words of the other one, and his file keeps a handler"),
}
