"""The workers' sign of life: a file that they touch every second and that says when each kind of job was last asked for."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

STALE_SECONDS = 10.0  # the workers touch their file every second
_NO_SIGN = float("inf")
_WIDTH = 24  # written in place, so that a full disk does not stop it


@dataclass(frozen=True, slots=True)
class WorkersBeat:
    """Seconds since the process lived, and since the last moment by which polls of every job type had succeeded."""

    age_seconds: float
    poll_age_seconds: float | None

    @property
    def is_fresh(self) -> bool:
        """Whether the process lives."""
        return self.age_seconds < STALE_SECONDS


def read_workers_beat(path: Path, now: float) -> WorkersBeat:
    """As the file tells it at `now` (seconds since 1970); without a file there was no sign ever."""
    try:
        touched, told = path.stat().st_mtime, path.read_text(encoding="ascii").strip()
    except OSError:
        return WorkersBeat(_NO_SIGN, None)
    return WorkersBeat(max(now - touched, 0.0), max(now - float(told), 0.0) if told else None)


def write_workers_beat(path: Path, polled_at: float | None) -> None:
    """Touch the file; a disk that is full or away changes nothing for the workers."""
    text = "" if polled_at is None else f"{polled_at:.3f}"
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.utime(descriptor)
            os.pwrite(descriptor, text.ljust(_WIDTH).encode("ascii"), 0)
        finally:
            os.close(descriptor)
