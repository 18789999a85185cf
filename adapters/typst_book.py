"""A file as one PDF by typst: cover, index, then the pages that were printed, each as it is under a running number.

Printed pages are taken in as pictures of vectors with their text, which typst does in no PDF/A; they stand in a folder of
their own while it works, since its programs read bytes from files alone.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

import typst

from services.ports.press import Book

LAYOUT = Path(__file__).with_name("book.typ")


def bind_book(book: Book, told: Mapping[str, object], fonts: typst.Fonts, made_at: datetime) -> bytes:
    """The PDF; `told` is what the layout reads, leaf by leaf in the order of the book's."""
    with tempfile.TemporaryDirectory(prefix="book-") as name:
        folder = Path(name)
        (folder / "book.typ").write_bytes(LAYOUT.read_bytes())
        (folder / "book.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        for no, leaf in enumerate(book.leaves):
            (folder / (f"{no}.picture" if leaf.is_picture else f"{no}.pdf")).write_bytes(leaf.content)
        compiler = typst.Compiler(folder / "book.typ", root=folder, font_paths=fonts)
        return cast(bytes, compiler.compile(format="pdf", timestamp=made_at))
