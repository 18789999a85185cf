"""When each part was last seen to serve, by whichever process looked: a file a part, touched, beside the workers' sign of life.

The database cannot keep it, since it is one of the parts.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from services.health.watched_part import Look


class LastServed:
    """A disk that is full or away changes nothing for who looks."""

    def __init__(self, heartbeat_path: Path) -> None:
        """The files lie in the folder of the workers' sign of life."""
        self._heartbeat_path = heartbeat_path

    def age_seconds(self, name: str, now: float) -> float | None:
        """How long before `now` (seconds since 1970) it was seen to serve; None when nobody ever saw that."""
        try:
            return max(now - self._file(name).stat().st_mtime, 0.0)
        except OSError:
            return None

    def noting(self, name: str, look: Callable[[], Look]) -> Callable[[], Look]:
        """The same look, which leaves its moment when it saw the part serve."""

        def noted() -> Look:
            seen = look()
            if seen.serves:
                self._touch(name)
            return seen

        return noted

    def _touch(self, name: str) -> None:
        path = self._file(name)
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.utime(descriptor)
            finally:
                os.close(descriptor)

    def _file(self, name: str) -> Path:
        return self._heartbeat_path.with_name(f"served.{name}")
