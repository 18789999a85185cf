"""A file that is also another one: a picture to one program, an archive, a page or a PDF to the next."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from services.evidence.incoming_file import FileRefused

# Readers of PDF look for its mark in so many bytes.
PDF_HEAD_BYTES = 1024
_PDF_MARK = b"%PDF-"
_END_OF_ARCHIVE = b"PK\x05\x06"
# Words of a page that runs; the data about a picture (XMP) is XML as well, but has none of these. Each is so long that it
# stands by chance in one of 100,000 films of 20 MB at most: `<svg` alone would in every fiftieth.
_PAGE = re.compile(rb"<(?:script|html|iframe|!doctype\s+html)[\s>]|<\?php\s", re.I)


def refuse_two_in_one(content: BinaryIO, media_type: str) -> None:
    """FileRefused("TYPE_MISMATCH") for a picture, sound, film or PDF that is an archive or a page as well.

    What phones put behind a picture (a film, a depth map) is none of these and stays.
    """
    # A PDF may show a page's text in words.
    if media_type != "application/pdf" and _is_page_or_pdf(content):
        raise FileRefused("TYPE_MISMATCH")
    if _is_archive(content):
        raise FileRefused("TYPE_MISMATCH")


def refuse_office_two_in_one(content: BinaryIO) -> None:
    """The same of an office document, by what readers of PDF and browsers look at: its beginning, and what is behind its archive.

    Within the archive its text may name them.
    """
    content.seek(0)
    data = content.read()
    head, behind = data[:PDF_HEAD_BYTES], data[data.rfind(_END_OF_ARCHIVE) :]
    if any(_PDF_MARK in part or _PAGE.search(part) for part in (head, behind)):
        raise FileRefused("TYPE_MISMATCH")


def _is_page_or_pdf(content: BinaryIO) -> bool:
    content.seek(0)
    data = content.read()
    return _PAGE.search(data) is not None or _PDF_MARK in data[:PDF_HEAD_BYTES]


def _is_archive(content: BinaryIO) -> bool:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
