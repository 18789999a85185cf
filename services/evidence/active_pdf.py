"""A PDF that would run something or carries other files, by the names in it.

Names may be written with escapes (`/J#61vaScript`) and stand in packed object streams. This is a look, not a proof: a reader
of PDF could be led to see what is not seen here, so files are scanned and handed out as attachments as well.
"""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO

from services.evidence.incoming_file import FileRefused

# ISO 32000-2, 12.6.4 (actions; that of a rendition may hold a script), 7.11.4 and 12.5.6.15 (files in it and beside a note),
# 13.7 (rich media), 12.7.8 (XFA forms).
NAMES = (
    "JavaScript",
    "Launch",
    "EmbeddedFile",
    "EmbeddedFiles",
    "FileAttachment",
    "GoToE",
    "Rendition",
    "RichMedia",
    "SubmitForm",
    "ImportData",
    "XFA",
)
# What all object streams may unpack to, and so much of others that look alike; how much of any shows whether it is one. A piece
# unpacks to 16 MB at most.
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
FIRST_BYTES = 64
PIECE_BYTES = 16 * 1024
DICTIONARY_BYTES = 4096


def _as_written(name: str) -> str:
    letters = (f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name)
    return "/" + "".join(letters)


_END_OF_NAME = r"(?=[\s\x00()<>\[\]{}/%]|$)"
# A file need not say that it is one; where it stands does. The bare name is too short: packed bytes hold it by chance.
_FILE_AT = rf"{_as_written('EF')}[\s\x00]*(?:<<|\d+\s+\d+\s+R)"
_ACTIVE = re.compile(f"(?:{'|'.join(map(_as_written, NAMES))}){_END_OF_NAME}|{_FILE_AT}".encode())
_ENCRYPTED = re.compile((_as_written("Encrypt") + _END_OF_NAME).encode())
_OBJECTS = re.compile((_as_written("ObjStm") + _END_OF_NAME).encode())
_STREAM = re.compile(rb"(?<![A-Za-z])stream\r?\n")
# An object stream begins with the numbers and places of its objects.
_OBJECT_PLACES = re.compile(rb"[\s\x00]*(?:%|\d+[\s\x00]+\d+)")


def refuse_active_pdf(content: BinaryIO) -> None:
    """FileRefused: ACTIVE_CONTENT, PROTECTED where its objects are locked away, UNREADABLE where they are past unpacking."""
    content.seek(0)
    data = content.read()
    if _ACTIVE.search(data):
        raise FileRefused("ACTIVE_CONTENT")
    left = {True: MAX_UNPACKED_BYTES, False: MAX_UNPACKED_BYTES}
    for found in _STREAM.finditer(data):
        is_said = _OBJECTS.search(_dictionary(data, found.start())) is not None
        # Drawings begin as objects do; where they are large, no more of them is looked at.
        objects = _unpack(data, found.end(), left[is_said])
        if objects is None and is_said:
            raise FileRefused("PROTECTED" if _ENCRYPTED.search(data) else "UNREADABLE")
        left[is_said] -= len(objects or b"")
        if is_said and left[is_said] <= 0:
            raise FileRefused("UNREADABLE")
        if _ACTIVE.search(objects or b""):
            raise FileRefused("ACTIVE_CONTENT")


def _dictionary(data: bytes, end: int) -> bytes:
    """What stands between the head of the object and its stream."""
    before = data[max(0, end - DICTIONARY_BYTES) : end]
    return before.rpartition(b" obj")[2]


def _unpack(data: bytes, start: int, most: int) -> bytes | None:
    """What stands packed there if it looks like objects, little more than `most` bytes of it; None where it does not."""
    reader = zlib.decompressobj()
    try:
        objects = reader.decompress(data[start : start + FIRST_BYTES])
        if not _OBJECT_PLACES.match(objects):
            return None
        unpacked, place = [objects], start + FIRST_BYTES
        # Piece by piece, since the reader keeps a copy of whatever it is given behind the end.
        while not reader.eof and place < len(data) and most > 0:
            unpacked.append(reader.decompress(data[place : place + PIECE_BYTES]))
            most -= len(unpacked[-1])
            place += PIECE_BYTES
        return b"".join(unpacked)
    except zlib.error:
        return None
