"""Files as they lie sealed: chunks of AES-256-GCM under a key of their own, each bound to its place and to the file's name.

A chunk's nonce is its number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár),
so a file that was cut short, lengthened, put into another order or under another name does not open.
"""

import os
from collections.abc import Iterable, Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.vault.keyring import KEY_BYTES, KeyMissing, Keyring, SealBroken

CHUNK_BYTES = 64 * 1024
# No text, picture or document begins so; what does not begin so was stored in clear by an earlier release.
MARK = b"\x8bJBSEAL\x01"
_TAG_BYTES = 16
_SALT_BYTES = 32
_COUNTER_BYTES = 11  # with the byte that tells the last chunk they are the 12 of a nonce


class Source(Protocol):
    """What bytes are read from; less than asked for only at its end or between two packets."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes, none at the end."""


def seal_stream(parts: Iterable[bytes], keyring: Keyring, name: str) -> Iterator[bytes]:
    """`parts` sealed with the active key for the file `name`, chunk by chunk."""
    key_id, salt = keyring.active_key_id, os.urandom(_SALT_BYTES)
    head = MARK + bytes([len(key_id)]) + key_id.encode() + salt
    cipher = _cipher(keyring, key_id, salt)
    yield head
    bound = head + name.encode()
    for number, (chunk, is_last) in enumerate(_chunks(parts)):
        yield cipher.encrypt(_nonce(number, is_last=is_last), chunk, bound)


def open_stream(source: Source, keyring: Keyring, name: str) -> Iterator[bytes]:
    """The plain bytes of the file `name`, each chunk proven before it is handed on; one in clear as it is.

    SealBroken where a chunk was changed or moved, KeyMissing when its key is not among the keyring's.
    """
    mark = read_fully(source, len(MARK))
    if mark != MARK:
        yield mark
        while part := source.read(CHUNK_BYTES):
            yield part
        return
    key_id, salt = _read_head(source)
    cipher = _cipher(keyring, key_id, salt)
    bound = MARK + bytes([len(key_id)]) + key_id.encode() + salt + name.encode()
    number, sealed = 0, read_fully(source, CHUNK_BYTES + _TAG_BYTES)
    while True:
        following = read_fully(source, CHUNK_BYTES + _TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not following), sealed, bound)
        except InvalidTag as error:
            raise SealBroken() from error
        if not following:
            return
        number, sealed = number + 1, following


def sealing_key_of(source: Source) -> str | None:
    """The id of the key that sealed it; None for a file in clear."""
    return _read_head(source)[0] if read_fully(source, len(MARK)) == MARK else None


def read_fully(source: Source, size: int) -> bytes:
    """`size` bytes, fewer only where the source ends."""
    parts: list[bytes] = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _read_head(source: Source) -> tuple[str, bytes]:
    length = read_fully(source, 1)
    key_id = read_fully(source, length[0] if length else 0)
    salt = read_fully(source, _SALT_BYTES)
    if len(salt) < _SALT_BYTES or not key_id.isascii():
        raise SealBroken()
    return key_id.decode(), salt


def _cipher(keyring: Keyring, key_id: str, salt: bytes) -> AESGCM:
    """The file's own key: so a counter is a nonce, and no number of files wears out the office's key."""
    if key_id not in keyring.sealing_keys:
        raise KeyMissing(f"key {key_id} is not in the key file; put the office's own key file back")
    derive = HKDF(SHA256(), KEY_BYTES, salt, info=b"jieban file v1")
    return AESGCM(derive.derive(keyring.sealing_keys[key_id]))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(_COUNTER_BYTES, "big") + bytes([is_last])


def _chunks(parts: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The bytes in pieces of CHUNK_BYTES, and of each whether it is the last; an empty file is one empty piece."""
    held = bytearray()
    for part in parts:
        held += part
        while len(held) > CHUNK_BYTES:
            yield bytes(held[:CHUNK_BYTES]), False
            del held[:CHUNK_BYTES]
    yield bytes(held), True
