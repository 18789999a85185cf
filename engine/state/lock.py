"""The advisory lock that keeps a second engine off a store."""

import fcntl
import os
from pathlib import Path
from typing import IO

from engine.start_refused import StartPostponed


class StoreLock:
    """Held from `acquire` to `release`; the system gives it back when the process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock, or refuse the start and name the process that holds it."""
        file = self._path.open("a+", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            message = f"The engine store {self._path.parent} is in use by process {holder}."
            raise StartPostponed(message) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None
