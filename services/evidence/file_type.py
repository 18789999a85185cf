"""What a file really is, by its content, and whether its name and declared type say the same.

Allowed are pictures, PDF, office documents without macros, plain text, sound and film; nothing that a browser runs.
"""

import codecs
from pathlib import PurePath
from typing import BinaryIO

import puremagic

from services.evidence.active_pdf import refuse_active_pdf
from services.evidence.incoming_file import FileRefused
from services.evidence.office_document import DOCX, XLSX, find_office_type
from services.evidence.two_in_one import refuse_office_two_in_one, refuse_two_in_one

PDF = "application/pdf"
TEXT = "text/plain"

# Media type -> the name endings that go with it.
ALLOWED: dict[str, frozenset[str]] = {
    "image/jpeg": frozenset({".jpg", ".jpeg"}),
    "image/png": frozenset({".png"}),
    "image/webp": frozenset({".webp"}),
    PDF: frozenset({".pdf"}),
    DOCX: frozenset({".docx"}),
    XLSX: frozenset({".xlsx"}),
    TEXT: frozenset({".txt"}),
    "audio/wav": frozenset({".wav"}),
    "audio/mpeg": frozenset({".mp3"}),
    "video/mp4": frozenset({".mp4"}),
}
# What browsers and systems call the same things, and what they say when they do not know.
SYNONYMS = {
    "image/jpg": "image/jpeg",
    "audio/wave": "audio/wav",
    "audio/x-wav": "audio/wav",
    "audio/mp3": "audio/mpeg",
}
UNKNOWN_TYPES = frozenset({"", "application/octet-stream"})

HEAD_BYTES = 8192
TAIL_BYTES = 2048


def find_type(name: str, declared_type: str, content: BinaryIO) -> str:
    """The media type, when content, name ending and declared type agree; FileRefused otherwise.

    TYPE_NOT_ALLOWED by name, TYPE_MISMATCH when the content is something else or something else as well, UNREADABLE when it is
    torn, ACTIVE_CONTENT when it would run something or carries other files, PROTECTED when nobody can look into it.
    """
    ending = PurePath(name).suffix.lower()
    by_name = next((kind for kind, endings in ALLOWED.items() if ending in endings), None)
    if by_name is None:
        raise FileRefused("TYPE_NOT_ALLOWED")
    declared = declared_type.split(";", maxsplit=1)[0].strip().lower()
    declared = SYNONYMS.get(declared, declared)
    if declared not in UNKNOWN_TYPES and declared != by_name:
        raise FileRefused("TYPE_MISMATCH")
    if by_name not in _types_of(content):
        raise FileRefused("TYPE_MISMATCH")
    _look_inside(content, by_name)
    content.seek(0)
    return by_name


def _look_inside(content: BinaryIO, media_type: str) -> None:
    if media_type in {DOCX, XLSX}:
        if find_office_type(content) != media_type:
            raise FileRefused("TYPE_MISMATCH")
        refuse_office_two_in_one(content)
        return
    if media_type == PDF:
        if b"%%EOF" not in _tail(content):
            raise FileRefused("UNREADABLE")
        refuse_active_pdf(content)
    if media_type != TEXT:
        refuse_two_in_one(content, media_type)


def _types_of(content: BinaryIO) -> set[str]:
    content.seek(0)
    head = content.read(HEAD_BYTES)
    try:
        found = {match.mime_type for match in puremagic.magic_string(head)}
    except (ValueError, puremagic.PureError):
        found = set()
    found = {SYNONYMS.get(kind, kind) for kind in found}
    if head[:2] == b"\xff\xfb" or head[:3] == b"ID3":
        found.add("audio/mpeg")
    # puremagic sees marks of many formats in plain prose; without control bytes and tags it is text.
    if not found & (ALLOWED.keys() - {TEXT}) and _is_prose(head):
        found.add(TEXT)
    return found


def _is_prose(head: bytes) -> bool:
    if any(byte < 9 for byte in head) or head.lstrip()[:1] == b"<":
        return False
    # The head of a longer text may end inside a character.
    is_whole = len(head) < HEAD_BYTES
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head, final=is_whole)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _tail(content: BinaryIO) -> bytes:
    content.seek(0, 2)
    content.seek(max(0, content.tell() - TAIL_BYTES))
    return content.read()
