"""What a file really is, by its content, and whether its name and declared type say the same.

Allowed are pictures, PDF, office documents without macros, plain text, sound and film; nothing that a browser runs.
"""

import codecs
import zipfile
from pathlib import PurePath
from typing import BinaryIO

import puremagic

from services.evidence.incoming_file import FileRefused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/plain"

# Media type -> the name endings that go with it.
ALLOWED: dict[str, frozenset[str]] = {
    "image/jpeg": frozenset({".jpg", ".jpeg"}),
    "image/png": frozenset({".png"}),
    "image/webp": frozenset({".webp"}),
    "application/pdf": frozenset({".pdf"}),
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
MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 100
_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


def find_type(name: str, declared_type: str, content: BinaryIO) -> str:
    """The media type, when content, name ending and declared type agree; FileRefused otherwise.

    TYPE_NOT_ALLOWED by name, TYPE_MISMATCH when the content is something else, UNREADABLE when it is torn.
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
    if by_name == "application/pdf" and b"%%EOF" not in _tail(content):
        raise FileRefused("UNREADABLE")
    if by_name in _OFFICE_PARTS.values() and _office_type(content) != by_name:
        raise FileRefused("TYPE_MISMATCH")
    content.seek(0)
    return by_name


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


def _office_type(content: BinaryIO) -> str | None:
    """The kind of office document by its parts, looking at the directory only and unpacking nothing."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise FileRefused("UNREADABLE") from None
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    names = {entry.filename for entry in entries}
    climbs = any(name.startswith("/") or ".." in PurePath(name).parts for name in names)
    has_macros = any(name.endswith("vbaProject.bin") for name in names)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or unpacked / packed > MAX_RATIO:
        raise FileRefused("UNREADABLE")
    if climbs or has_macros:
        raise FileRefused("TYPE_NOT_ALLOWED")
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)
