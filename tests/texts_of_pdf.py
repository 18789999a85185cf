"""What is written on the pages of a PDF, as a reader selects it, without any blank."""

from __future__ import annotations

import pypdfium2


def text_of_pdf(content: bytes) -> str:
    """Of all pages in their order."""
    with pypdfium2.PdfDocument(content) as document:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
