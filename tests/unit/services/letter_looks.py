"""How a letter looks, in signs that people and programs compare: the ink in each field of its first and last page.

What is compared was looked at first, as pictures of `python -m tests.gallery.letters`; then
`WRITE_LOOKS=1 pytest tests/unit/services/test_letters_as_pages.py` puts it down.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

LOOKED_AT = Path(__file__).with_name("letter_looks.txt")
# A field is 12 points wide, as a character of the text, and a line high.
_ACROSS, _DOWN = 50, 35
_SCALE = 1.0  # 72 dots an inch
_INK = " .:-=+*#%@"
# So much black is a field full of writing.
_FULL = 0.45
_NAMED = "== "
# A code that is drawn by lot has other strokes at its place, a shade lighter or darker; a line that moves has dozens of others.
_SHADES, _FIELDS = 1, 4


def look_at(content: bytes) -> Iterator[str]:
    """The lines of both pages, each page after a line of its number; one page where there is one."""
    with pypdfium2.PdfDocument(content) as document:
        for number in sorted({0, len(document) - 1}):
            yield f"page {number + 1} of {len(document)}"
            yield from _draw(document[number])


def _draw(page: pypdfium2.PdfPage) -> Iterator[str]:
    fields = page.render(scale=_SCALE, grayscale=True).to_pil().resize((_ACROSS, _DOWN), Image.Resampling.BOX)
    for row in range(_DOWN):
        shades = (255 - fields.getpixel((column, row)) for column in range(_ACROSS))
        yield "".join(
            _INK[min(int(shade / 255 / _FULL * len(_INK)), len(_INK) - 1)] for shade in shades
        ).rstrip()


def read_looks() -> dict[str, list[str]]:
    """Of each letter by its name, as they were looked at."""
    looks: dict[str, list[str]] = {}
    for line in LOOKED_AT.read_text(encoding="utf-8").splitlines():
        if line.startswith(_NAMED):
            looks[line.removeprefix(_NAMED)] = told = []
        else:
            told.append(line)
    return looks


def write_looks(looks: dict[str, list[str]]) -> None:
    """The same for `read_looks`."""
    lines = [line for name, told in looks.items() for line in (f"{_NAMED}{name}", *told)]
    LOOKED_AT.write_text("\n".join((*lines, "")), encoding="utf-8")


def is_like(looked_at: list[str], now: list[str]) -> bool:
    """As many pages, and the ink at the same places."""
    if [line for line in looked_at if line.startswith("page")] != [
        line for line in now if line.startswith("page")
    ]:
        return False
    pairs = zip(
        "".join(f"{line:{_ACROSS}}" for line in looked_at),
        "".join(f"{line:{_ACROSS}}" for line in now),
        strict=True,
    )
    return sum(abs(_INK.find(one) - _INK.find(other)) > _SHADES for one, other in pairs) <= _FIELDS
