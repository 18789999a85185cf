"""One supervisor per data folder: an advisory lock that names its holder."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import TextIO


class AlreadyRunning(Exception):
    """Another supervisor holds this data folder. (该数据目录已有一个正在运行的实例。)"""

    def __init__(self, data: Path, pid: str) -> None:
        super().__init__(f"{data} is already run by process {pid} / 已由进程 {pid} 运行")
        self.pid = pid


def make_private_folder(path: Path) -> Path:
    """Create `path` readable by its owner only (0700), or tighten it when it exists."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


class OfficeLock:
    """Held from `acquire` to `release`, or to the end of the process however it ends."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._file: TextIO | None = None
        self.was_left = False

    def acquire(self) -> None:
        """Take the lock; raises AlreadyRunning with the holder's process id.

        Afterwards `was_left` tells that the last holder did not come to give it back: its processes may still be ending.
        """
        path = make_private_folder(self._data / "run") / "up.lock"
        file = path.open("a+", encoding="ascii")
        path.chmod(0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "?"
            file.close()
            raise AlreadyRunning(self._data, holder) from None
        file.seek(0)
        self.was_left = bool(file.read().strip())
        # Held is held: on a full disk only the name of the holder is missing.
        with suppress(OSError):
            os.ftruncate(file.fileno(), 0)
            os.write(file.fileno(), str(os.getpid()).encode())
        self._file = file

    def release(self) -> None:
        """Give the folder back."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None
