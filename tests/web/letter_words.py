"""The text of a letter that an answer brings, as a reader finds it."""

from __future__ import annotations

import re

import httpx
import pypdfium2


def letter_words(answer: httpx.Response) -> str:
    """All pages of the PDF, without white space, which a line's end makes too."""
    assert answer.headers["Content-Type"] == "application/pdf", answer.text[:500]
    return words_of(answer.content)


def words_of(content: bytes) -> str:
    """The same of a PDF that is at hand."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]
    return re.sub(r"\s", "", "".join(pages))
