"""Stored files in one folder: random names, readable by their owner only, written whole or not at all.

Names, media types and who may read a file are the database's matter; this folder knows only bytes.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from models.ground.errors import NotFound

CHUNK_BYTES = 1 << 20
# 16 random bytes: a key cannot be guessed, and nothing of the file's name or owner shows in it.
KEY_BYTES = 16
KEY_FORM = re.compile(r"\A[0-9a-f]{32}\Z")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the database keeps of a stored file: its key, its size in bytes and its SHA-256 in hex."""

    key: str
    size: int
    sha256: str


class FolderObjectStore:
    """An object store in a folder of the data directory (0700), files 0600, spread over 256 sub-folders."""

    def __init__(self, root: Path) -> None:
        """Makes `root` when it is missing."""
        self._root = root
        root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, content: bytes | BinaryIO) -> StoredObject:
        """Stores `content` under a new key; on return it is on the disk, not only in memory."""
        key = secrets.token_hex(KEY_BYTES)
        target = self._path(key)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished = target.with_suffix(".part")
        try:
            stored = _write(unfinished, key, BytesIO(content) if isinstance(content, bytes) else content)
            unfinished.rename(target)
        except BaseException:
            with suppress(FileNotFoundError):
                unfinished.unlink()
            raise
        _sync_folder(target.parent)
        return stored

    def get(self, key: str) -> bytes:
        """The whole content; NotFound for an unknown key."""
        with self.open(key) as stream:
            return stream.read()

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """A stream over the content, closed at the end of the block; NotFound for an unknown key."""
        if not KEY_FORM.match(key):
            raise NotFound
        try:
            stream = self._path(key).open("rb")
        except FileNotFoundError:
            raise NotFound from None
        with stream:
            yield stream

    def delete(self, key: str) -> None:
        """Removes the file; one that is not there is no fault, for a deletion may be asked for twice."""
        if KEY_FORM.match(key):
            with suppress(FileNotFoundError):
                self._path(key).unlink()

    def _path(self, key: str) -> Path:
        return self._root / key[:2] / key


def _write(path: Path, key: str, source: BinaryIO) -> StoredObject:
    digest = hashlib.sha256()
    size = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        while chunk := source.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return StoredObject(key=key, size=size, sha256=digest.hexdigest())


def _sync_folder(folder: Path) -> None:
    """Makes the new directory entry durable, which syncing the file alone does not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
