"""Waiting until everything that follows from a step has happened."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

_LONGEST_WAIT = 60.0  # seconds of real time; a busy machine is slow, not stuck
_PAUSE = 0.03  # seconds
_KINDS_TOLD = 6
_CALM_LOOKS = 2  # one after the other


class NotQuiet(Exception):
    """Work is still under way after a minute. (一分钟后仍有未完成的后台工作。)"""


@dataclass(frozen=True, slots=True)
class Quiet:
    """`busy()` names what is under way; an empty list twice in a row means that all is quiet."""

    busy: Callable[[], list[str]]

    def wait(self) -> None:
        """Return when all is quiet; raises NotQuiet with the names of what hangs."""
        limit = time.monotonic() + _LONGEST_WAIT
        calm = 0
        while True:
            names = self.busy()
            calm = 0 if names else calm + 1
            if calm == _CALM_LOOKS:
                return
            if names and time.monotonic() > limit:
                raise NotQuiet(f"still under way after a minute / 一分钟后仍未完成: {in_short(names)}")
            time.sleep(_PAUSE)


def in_short(names: list[str]) -> str:
    """The kinds of what is under way with their numbers, the most frequent first; a busy office has thousands."""
    kinds = Counter(_kind(name) for name in names).most_common()
    told = [f"{kind} ({count})" for kind, count in kinds[:_KINDS_TOLD]]
    more = sum(count for _, count in kinds[_KINDS_TOLD:])
    return "; ".join(told) + (f"; and {more} more / 另有{more}项" if more else "")


def _kind(name: str) -> str:
    """Its words before the colon without ids."""
    words = name.partition(":")[0].split()
    return " ".join(word for word in words if not any(letter.isdigit() for letter in word))
