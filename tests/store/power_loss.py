"""A disk that loses power: an apsw file system whose files forget, at a cut, every write not yet synced."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import apsw

from engine.state.connection import WRITER_PRAGMAS, SqlRow


class FragileDisk(apsw.VFS):
    """Files whose writes are held in an image in memory; a sync makes the image of its file durable.

    `moments` tells for each disk operation what a cut right before it would leave, and what was acknowledged.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.durable: dict[str, bytes] = {}
        self.images: dict[str, bytearray] = {}
        self.acknowledged = 0
        self.moments: list[tuple[int, dict[str, bytes]]] = []
        super().__init__(name, "")

    def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> FragileFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self.images.setdefault(path, bytearray())
        self.durable.setdefault(path, b"")
        flags[1] = flags[0]
        return FragileFile(self, path)

    def xAccess(self, pathname: str, flags: int) -> bool:
        return bool(self.images.get(pathname))

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.images.pop(filename, None)
        self.durable.pop(filename, None)

    def xFullPathname(self, name: str) -> str:
        return name

    def note_operation(self) -> None:
        """One write, truncation or sync is about to happen; a cut may come right now."""
        self.moments.append((self.acknowledged, dict(self.durable)))


def write_survivors(durable: dict[str, bytes], folder: Path) -> None:
    """Write what a cut left as real files, for the shipped engine to open."""
    for path, content in durable.items():
        if content:
            (folder / Path(path).name).write_bytes(content)


class FragileFile:
    """One open file of a `FragileDisk`; locks are not needed for one connection."""

    def __init__(self, disk: FragileDisk, path: str) -> None:
        self._disk = disk
        self._path = path

    @property
    def _image(self) -> bytearray:
        return self._disk.images[self._path]

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self._image[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.note_operation()
        missing = offset - len(self._image)
        if missing > 0:
            self._image.extend(bytes(missing))
        self._image[offset : offset + len(data)] = data

    def xTruncate(self, size: int) -> None:
        self._disk.note_operation()
        del self._image[size:]

    def xSync(self, flags: int) -> None:
        self._disk.note_operation()
        self._disk.durable[self._path] = bytes(self._image)

    def xFileSize(self) -> int:
        return len(self._image)

    def xLock(self, level: int) -> None:
        """One connection only."""

    def xUnlock(self, level: int) -> None:
        """One connection only."""

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, ptr: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return 4096

    def xDeviceCharacteristics(self) -> int:
        return 0

    def xClose(self) -> None:
        """Contents stay with the disk."""


class ApswConnection:
    """The narrow connection by apsw over a `FragileDisk`, with the shipped pragmas or a weaker sync."""

    def __init__(self, path: Path, disk: FragileDisk, synchronous: str = "FULL") -> None:
        self._raw = apsw.Connection(str(path), vfs=disk.name)
        # Without shared memory WAL needs exclusive locking; it must be asked for before WAL is.
        self._raw.execute("PRAGMA locking_mode=EXCLUSIVE")
        for pragma in WRITER_PRAGMAS:
            self._raw.execute(pragma).fetchall()
        self._raw.execute(f"PRAGMA synchronous={synchronous}")

    def execute(self, sql: str, parameters: SqlRow = ()) -> list[SqlRow]:
        return self._raw.execute(sql, tuple(parameters)).fetchall()

    def executemany(self, sql: str, rows: Iterable[SqlRow]) -> None:
        self._raw.executemany(sql, rows)

    def begin(self) -> None:
        self._raw.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self._raw.execute("COMMIT")

    def rollback(self) -> None:
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")

    def close(self) -> None:
        self._raw.close()
