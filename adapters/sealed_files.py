"""The object store of an office: random names, bytes sealed before they reach their shelf, opened on their way out.

Where they lie is the shelf's matter: a folder (adapters/file_folder.py) or a bucket (adapters/file_bucket.py). Names, media
types and who may read a file are the database's.
"""

from __future__ import annotations

import hashlib
import io
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from models.ground.errors import NotFound
from models.vault.keyring import KeyMissing, Keyring, SealBroken, get_keyring
from models.vault.sealed_stream import CHUNK_BYTES, Source, open_stream, seal_stream, sealing_key_of

if TYPE_CHECKING:
    from typing_extensions import Buffer

# 16 random bytes: a key cannot be guessed, and nothing of the file's name or owner shows in it.
KEY_BYTES = 16
KEY_FORM = re.compile(r"\A[0-9a-f]{32}\Z")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the database keeps of a stored file: its key, and size and SHA-256 (hex) of what was handed in."""

    key: str
    size: int
    sha256: str


class Shelf(Protocol):
    """Keeps bytes by key, whole or not at all."""

    def put(self, key: str, parts: Iterable[bytes]) -> None:
        """Keep `parts` durably; what cannot be written whole leaves nothing."""

    def open(self, key: str) -> AbstractContextManager[Source]:
        """The bytes; NotFound for an unknown key."""

    def replace(self, key: str, remake: Callable[[Source], Iterable[bytes]]) -> bool:
        """Put what `remake` makes of the bytes in their place at once; False when they are deleted meanwhile."""

    def delete(self, key: str) -> None:
        """Forget the bytes; an unknown key is forgotten already."""

    def list_keys(self) -> Iterator[str]:
        """All keys, in no order."""


class SealedObjectStore:
    """Seals with the office's active key what it puts on its shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def put(self, content: bytes | BinaryIO) -> StoredObject:
        """Seal and keep `content` under a new key; on return it is kept for good, not only in memory."""
        return self.put_as(
            secrets.token_hex(KEY_BYTES), io.BytesIO(content) if isinstance(content, bytes) else content
        )

    def put_as(self, key: str, content: BinaryIO) -> StoredObject:
        """The same under the key that it has in another store."""
        _require_key(key)
        keyring = get_keyring()
        measured = _Measured(content)
        self._shelf.put(key, seal_stream(measured.parts(), keyring, _name(key)))
        newest = get_keyring()
        if newest.active_key_id != keyring.active_key_id:
            # A rotation that began meanwhile may have gone past before the file was there to be seen.
            self._follow(key, keyring, newest)
        return StoredObject(key, measured.size, measured.sha256)

    def get(self, key: str) -> bytes:
        """The whole content; NotFound for an unknown key."""
        with self.open(key) as stream:
            return stream.read()

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """A stream over the content, closed at the end of the block; NotFound for an unknown key."""
        _require_key(key)
        with self._shelf.open(key) as source:
            plain = _PlainStream(open_stream(source, get_keyring(), _name(key)))
            with io.BufferedReader(plain, CHUNK_BYTES) as stream:
                yield cast(BinaryIO, stream)

    def delete(self, key: str) -> None:
        """Removes the file; one that is not there is no fault, for a deletion may be asked for twice."""
        if KEY_FORM.match(key):
            self._shelf.delete(key)

    def list_keys(self) -> Iterator[str]:
        """The keys of all files, in no order."""
        return self._shelf.list_keys()

    def seal_anew(self, key: str) -> bool:
        """Seal it with the active key; False when it is so already or gone. SealBroken and KeyMissing leave it as it is."""
        _require_key(key)
        keyring, name = get_keyring(), _name(key)
        try:
            with self._shelf.open(key) as source:
                if sealing_key_of(source) == keyring.active_key_id:
                    return False
        except NotFound:
            return False
        return self._shelf.replace(
            key, lambda old: seal_stream(open_stream(old, keyring, name), keyring, name)
        )

    def _follow(self, key: str, old: Keyring, newest: Keyring) -> None:
        """Opens with the keys of when it was sealed: the newest may have forgotten them. What does not open goes."""
        name = _name(key)
        try:
            with self._shelf.open(key) as source:
                is_done = sealing_key_of(source) == newest.active_key_id
            if not is_done:
                self._shelf.replace(
                    key, lambda sealed: seal_stream(open_stream(sealed, old, name), newest, name)
                )
        except (SealBroken, KeyMissing):
            # No row has its key yet, and nobody would ever open it or seal it anew.
            self._shelf.delete(key)
            raise


class _Measured:
    """Counts and digests what is read through it."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._digest = hashlib.sha256()
        self.size = 0

    def parts(self) -> Iterator[bytes]:
        while part := self._source.read(CHUNK_BYTES):
            self._digest.update(part)
            self.size += len(part)
            yield part

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class _PlainStream(io.RawIOBase):
    """Parts as a stream, so that no more than one of them is in memory."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: Buffer, /) -> int:
        room = memoryview(target).cast("B")
        while not self._held:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._held = memoryview(part)
        size = min(len(room), len(self._held))
        room[:size] = self._held[:size]
        self._held = self._held[size:]
        return size


def _name(key: str) -> str:
    """What a seal is bound to."""
    return f"files:{key}"


def _require_key(key: str) -> None:
    if not KEY_FORM.match(key):
        raise NotFound
