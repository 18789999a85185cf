"""A ZIP written part by part: nothing of it stands in memory but the piece that is being written."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

CHUNK = 256 * 1024
# What is packed already grows when it is packed again.
_PACKED = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".mp3", ".mp4", ".zip", ".docx", ".xlsx")


@dataclass(frozen=True, slots=True)
class Packed:
    """One file: where it stands in the package, what it must be, and how it is read.

    `key` is its name in the store of files, empty of what was made for the package.
    """

    path: str
    size: int
    sha256: str
    open: Callable[[], AbstractContextManager[BinaryIO]]
    key: str = ""


class _Pipe:
    """What the ZIP writes into; taken out after each piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep it."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do."""

    def take(self) -> bytes:
        """What was written since."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def stream_zip(files: Iterable[Packed], made_at: datetime) -> Iterator[bytes]:
    """The bytes of the package; the same for the same files and moment."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as package:  # type: ignore[call-overload]  # it asks for write and flush alone
        for file in files:
            info = zipfile.ZipInfo(file.path, made_at.timetuple()[:6])
            is_packed = file.path.lower().endswith(_PACKED)
            info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with package.open(info, "w") as target, file.open() as source:
                while chunk := source.read(CHUNK):
                    target.write(chunk)
                    yield pipe.take()
            yield pipe.take()
    yield pipe.take()
