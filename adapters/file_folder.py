"""Files in one folder: readable by their owner only, on the disk before they count, written whole or not at all."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from models.ground.errors import NotFound
from models.ground.sync import sync
from models.vault.sealed_stream import Source

_UNFINISHED = ".part"


class FileFolder:
    """A folder of the data directory (0700), files 0600, spread over 256 sub-folders."""

    def __init__(self, root: Path) -> None:
        """Makes `root` when it is missing."""
        self._root = root
        root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, key: str, parts: Iterable[bytes]) -> None:
        """On return it is on the disk, not only in memory; what breaks off leaves nothing."""
        target = self._path(key)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished = target.with_suffix(f".{secrets.token_hex(4)}{_UNFINISHED}")
        try:
            _write(unfinished, parts)
            unfinished.rename(target)
        except BaseException:
            with suppress(FileNotFoundError):
                unfinished.unlink()
            raise
        sync(target.parent)

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """The bytes; NotFound for an unknown key."""
        try:
            stream = self._path(key).open("rb")
        except FileNotFoundError:
            raise NotFound from None
        with stream:
            yield stream

    def replace(self, key: str, remake: Callable[[Source], Iterable[bytes]]) -> bool:
        """One at a time, and never one that is deleted meanwhile: it would come back."""
        try:
            with self.open(key) as old:
                fcntl.flock(old, fcntl.LOCK_EX)
                if os.fstat(old.fileno()).st_nlink == 0:
                    return False
                self.put(key, remake(old))
                return True
        except NotFound:
            return False

    def delete(self, key: str) -> None:
        """Waits for who replaces it."""
        with suppress(NotFound, FileNotFoundError), self.open(key) as found:
            fcntl.flock(found, fcntl.LOCK_EX)
            self._path(key).unlink()

    def list_keys(self) -> Iterator[str]:
        """All of them; what a killed process left unfinished is cleared away on the way."""
        for folder in sorted(path for path in self._root.iterdir() if path.is_dir()):
            for path in sorted(folder.iterdir()):
                if path.suffix != _UNFINISHED:
                    yield path.name
                else:
                    _clear_when_left(path)

    def _path(self, key: str) -> Path:
        return self._root / key[:2] / key


def _write(path: Path, parts: Iterable[bytes]) -> None:
    with os.fdopen(_create_locked(path), "wb") as target:
        for part in parts:
            target.write(part)
        target.flush()
        os.fsync(target.fileno())


def _create_locked(path: Path) -> int:
    """A file that shows by its lock that somebody writes on it."""
    while True:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)  # cleared away before it was locked


def _clear_when_left(path: Path) -> None:
    with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as found:
        fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
