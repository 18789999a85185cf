"""Names what lasts: some times at once, afterwards once a minute."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Final

MINUTE: Final = 60.0  # seconds
AT_ONCE: Final = 3  # ends of one process that are named as they come
_FORGOTTEN_AFTER = 3 * MINUTE  # it was quiet so long: the next time is news again


class OnceAMinute:
    """Tells by `say`; what would be one too many is not told."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._told: dict[str, deque[float]] = defaultdict(deque)

    def has_room(self, matter: str, at_once: int = 1) -> bool:
        """Whether this matter may be named now."""
        told = self._told[matter]
        if told and time.monotonic() - told[-1] >= _FORGOTTEN_AFTER:
            told.clear()
        return len(told) < at_once or time.monotonic() - told[-1] >= MINUTE

    def name(self, matter: str, *lines: str, at_once: int = 1) -> None:
        """Name it, unless it was named just now."""
        if not self.has_room(matter, at_once):
            return
        self._told[matter].append(time.monotonic())
        for line in lines:
            self._say(line)

    def forget(self, matter: str) -> bool:
        """It is over; True when it had been named."""
        return bool(self._told.pop(matter, None))
