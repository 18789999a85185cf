"""An office document by its parts: which kind it is, and that it neither runs anything nor hides what it holds."""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from pathlib import PurePath
from typing import BinaryIO

from services.evidence.incoming_file import FileRefused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 100
CHUNK_BYTES = 1024 * 1024
PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
# Macros of Word and Excel, sheets of Excel 4 macros, and controls. Office reads names of parts without regard to capitals.
_RUNS = re.compile(r"(^|/)vba(project|data)[^/]*\.(bin|xml)$|(^|/)(macrosheets|activex)/", re.I)
# Packed objects, which hold any file or program, and parts that run where somebody opens them. Sheets within a document stay
# (charts have them), and so do drawings (.svg): Word keeps one beside each picture of it.
_CARRIES = re.compile(
    r"(^|/)oleobject[^/]*$|(^|/)embeddings/[^/]*\.bin$"
    r"|\.(exe|dll|scr|com|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|jar|html?|xhtml|mht|mhtml|docm|dotm|xlsm|xltm|xlsb)$",
    re.I,
)
# What a part is called matters less to Office than what the list of contents says it is.
_CONTENTS = "[content_types].xml"
_MACRO_CONTENT = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.I)


def find_office_type(content: BinaryIO) -> str | None:
    """The kind of document, None for what is none; FileRefused where it is torn, too large unpacked, or active."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            _refuse_by_directory(entries)
            _refuse_by_content(archive, entries)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError):
        raise FileRefused("UNREADABLE") from None
    names = {entry.filename for entry in entries}
    return next((kind for part, kind in PARTS.items() if part in names), None)


def _refuse_by_directory(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    names = [entry.filename for entry in entries]
    # Bit 0 says that a part is encrypted: nobody could look into it.
    is_odd = any(entry.flag_bits & 1 or entry.compress_type not in PACKINGS for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or unpacked / packed > MAX_RATIO or is_odd:
        raise FileRefused("UNREADABLE")
    if any(name.startswith("/") or ".." in PurePath(name).parts for name in names):
        raise FileRefused("TYPE_NOT_ALLOWED")
    if any(_RUNS.search(name) or _CARRIES.search(name) for name in names):
        raise FileRefused("ACTIVE_CONTENT")


def _refuse_by_content(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack every part, no further than its size goes: the directory may say a small size of a large part."""
    for entry in entries:
        # One byte more is asked for than there should be, so that a part that goes on is seen to.
        longer = copy.copy(entry)
        longer.file_size += 1
        is_list = entry.filename.lower() == _CONTENTS
        size, text = 0, b""
        with archive.open(longer) as part:
            while chunk := part.read(CHUNK_BYTES):
                size += len(chunk)
                text += chunk if is_list else b""
        if size != entry.file_size:
            raise FileRefused("UNREADABLE")
        # In UTF-16 each letter has a zero beside it.
        if _MACRO_CONTENT.search(text.replace(b"\0", b"")):
            raise FileRefused("ACTIVE_CONTENT")
