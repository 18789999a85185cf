"""The stored files of an office, sealed as they lie, between a shelf and the folder of a backup."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from deploy.backup.manifest import (
    FILES,
    LIST_OF_FILES,
    BackupUnusable,
    Part,
    read_list_of_files,
    write_private,
)
from deploy.backup.pace import Pace
from deploy.file_stores import Shelf, build_folder_at, is_name_of_file
from models.ground.errors import NotFound
from models.vault.sealed_stream import CHUNK_BYTES, Source


class FileCopies:
    """What was copied so far, by key; a look copies what is new since the last one."""

    def __init__(self, folder: Path, pace: Pace) -> None:
        """`folder` is that of the backup."""
        self._folder = folder
        self._target = build_folder_at(folder / FILES)
        self._pace = pace
        self.parts: dict[str, Part] = {}

    @property
    def bytes(self) -> int:
        """Size of all of them."""
        return sum(part.bytes for part in self.parts.values())

    def look(self, shelf: Shelf) -> None:
        """Copy what is there and was not copied; one that is deleted meanwhile is left out.

        OutsideUnavailable while a bucket is away, OSError without room.
        """
        self._pace.begin()
        for key in shelf.list_keys():
            if key in self.parts or not is_name_of_file(key):
                continue
            try:
                self.parts[key] = _copy(shelf, self._target, key)
            except NotFound:
                continue
            self._pace.step(f"files / 文件: {len(self.parts)}")

    def write_list(self) -> None:
        """The list of them, as `sha256sum -c` reads it in the folder of the backup."""
        lines = (f"{part.sha256}  {FILES}/{key[:2]}/{key}\n" for key, part in sorted(self.parts.items()))
        write_private(self._folder / LIST_OF_FILES, "".join(lines).encode("ascii"))


def put_back(folder: Path, shelf: Shelf, pace: Pace) -> None:
    """Every file of the backup in `folder` onto a shelf; BackupUnusable where one is not as its digest says."""
    source = build_folder_at(folder / FILES)
    pace.begin()
    for number, (key, digest) in enumerate(read_list_of_files(folder), start=1):
        if _copy(source, shelf, key).sha256 != digest:
            raise BackupUnusable(
                f"{folder / FILES}/{key[:2]}/{key}: changed meanwhile / 文件在恢复期间被改动"
            )
        pace.step(f"files / 文件: {number}")


def _copy(source: Shelf, target: Shelf, key: str) -> Part:
    with source.open(key) as stream:
        digested = _Digested(stream)
        target.put(key, digested.parts())
    return Part(digested.size, digested.digest.hexdigest())


class _Digested:
    """Counts and digests what is read through it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.digest = hashlib.sha256()
        self.size = 0

    def parts(self) -> Iterator[bytes]:
        while part := self._source.read(CHUNK_BYTES):
            self.digest.update(part)
            self.size += len(part)
            yield part
