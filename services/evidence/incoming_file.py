"""A file on its way in and what became of it; nothing of its content is decided here."""

from dataclasses import dataclass
from typing import BinaryIO

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_FILES = 10


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """An upload: the sender's name and type for it are claims, not facts."""

    name: str
    declared_type: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken; `place` is its place among those sent, from 0.

    `code`: EMPTY, TOO_LARGE, TOO_MANY, TYPE_NOT_ALLOWED, TYPE_MISMATCH, UNREADABLE, ACTIVE_CONTENT, PROTECTED, VIRUS,
    SCAN_UNAVAILABLE, STORE_UNAVAILABLE or CROWDED.
    """

    name: str
    code: str
    place: int


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the object store, not yet known to the database. `safe_copy_key`: the image without metadata."""

    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str
    safe_copy_key: str | None


class FileRefused(Exception):
    """This upload cannot be taken; carries the code of RefusedFile."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
