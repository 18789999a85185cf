"""A file that is also another one: a picture to one program, an archive, a page or a PDF to the next."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from services.evidence.incoming_file import FileRefused

# Readers of PDF look for its mark in so many bytes.
PDF_HEAD_BYTES = 1024
# Words of a page that runs; the data about a picture (XMP) is XML as well, but has none of these. Each is so long that it
# stands by chance in one of 100,000 films of 20 MB at most: `<svg` alone would in every fiftieth.
_PAGE = re.compile(rb"<(?:script|html|iframe|!doctype\s+html)[\s>]|<\?php\s", re.I)


def refuse_two_in_one(content: BinaryIO, media_type: str) -> None:
    """FileRefused("TYPE_MISMATCH") for a picture, sound, film or PDF that is an archive or a page as well.

    What phones put behind a picture (a film, a depth map) is none of these and stays.
    """
    content.seek(0)
    data = content.read()
    is_pdf = media_type == "application/pdf"
    # A PDF may show a page's text in words.
    is_page = not is_pdf and _PAGE.search(data) is not None
    is_other_pdf = not is_pdf and b"%PDF-" in data[:PDF_HEAD_BYTES]
    if is_page or is_other_pdf or _is_archive(content):
        raise FileRefused("TYPE_MISMATCH")


def _is_archive(content: BinaryIO) -> bool:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
