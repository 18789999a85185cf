"""Steps that repeat in a thread of their own, so that what they wait for holds up nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from deploy.supervise.once_a_minute import OnceAMinute


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two steps, and the most between two that fail."""

    seconds: float
    longest: float = 60.0


class Beside:
    """Repeats a step; while it fails, after growing pauses, and its failure is named once a minute."""

    def __init__(self, name: str, step: Callable[[], None], pace: Pace, fail: Callable[[str], None]) -> None:
        """`step` may raise anything."""
        self._name = name
        self._step = step
        self._pace = pace
        self._named = OnceAMinute(fail)
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin; the thread ends with the process."""
        threading.Thread(target=self._repeat, name=self._name, daemon=True).start()

    def stop(self) -> None:
        """Do not begin the step again."""
        self._stop.set()

    def _repeat(self) -> None:
        pause = self._pace.seconds
        while not self._stop.wait(pause):
            try:
                self._step()
                pause = self._pace.seconds
            except Exception as error:
                pause = min(pause * 2, self._pace.longest)
                self._named.name(
                    self._name, f"{self._name}: {type(error).__name__}, tried again / 稍后自动重试"
                )
