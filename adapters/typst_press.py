"""Letters as PDF/A-2a and PDF/UA-1 by typst, in the fonts that set-up brings.

The layout (`letter.typ`) is a program of ours; what a letter says reaches it as data, so that nobody's text is a program.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

import pypdfium2
import segno
import typst
from barcode import Code128
from barcode.writer import SVGWriter
from fontTools.ttLib import TTFont
from PIL import Image

from adapters.typst_book import bind_book
from models.clock.legal_time import word_day
from models.ground.errors import NotFound
from services.ports.press import Book, CoverSheets, Envelopes, EnvelopeSize, Letter, Part

LAYOUT = Path(__file__).with_name("letter.typ")
ENVELOPE = Path(__file__).with_name("envelope.typ")
COVER = Path(__file__).with_name("cover.typ")
FONTS = Path(__file__).with_name("letter_fonts")
# For keeping, and for who has it read aloud.
STANDARDS: Final = ("a-2a", "ua-1")
# Told by name where no font draws it: a person then knows that something stood there, and what.
_NAMED = "〔U+{:04X}〕"
# Marks without a shape of their own (joiners, directions): they only steer how others are drawn.
_SHAPELESS = "Cf"
# Of a PDF: a fixed distance to UTC, as Beijing's has been since 1991.
_BEIJING = timezone(timedelta(hours=8))
# Of a picture for a page: dots an inch, and how many greys.
_SCREEN, _GREYS = 96.0, 16
# Of pages that are only counted.
_COARSE = 4.0
# It lets in one thread at a time.
_PDFIUM = Lock()
# Width and height in millimetres.
_ENVELOPES = {EnvelopeSize.C5: (229, 162), EnvelopeSize.DL: (220, 110)}
_BARS = {"module_height": 8.0, "module_width": 0.28, "quiet_zone": 2.0, "write_text": False}


class TypstPress:
    """Safe to share between threads; the fonts are found once a process."""

    def print(self, letter: Letter) -> bytes:
        """As the port says."""
        made_at = _made_at(letter.dated)
        printed = _compiler(letter).compile(format="pdf", pdf_standards=list(STANDARDS), timestamp=made_at)
        return cast(bytes, printed)  # one document, not a picture a page

    def print_envelopes(self, envelopes: Envelopes) -> bytes:
        """As the port says."""
        told = json.dumps(_told_envelopes(envelopes), ensure_ascii=False)
        inputs = {"envelopes": told}
        compiler = typst.Compiler(ENVELOPE.read_bytes(), font_paths=_fonts(), sys_inputs=inputs)
        return cast(bytes, compiler.compile(format="pdf"))  # one document, as above

    def print_covers(self, covers: CoverSheets) -> bytes:
        """As the port says."""
        told = json.dumps(_told_covers(covers), ensure_ascii=False)
        compiler = typst.Compiler(COVER.read_bytes(), font_paths=_fonts(), sys_inputs={"covers": told})
        return cast(bytes, compiler.compile(format="pdf"))  # one document, as above

    def draw(self, letter: Letter, number: int) -> bytes:
        """As the port says."""
        pages = _pages(letter, _SCREEN)
        if not 1 <= number <= len(pages):
            raise NotFound
        return _in_few_greys(cast(bytes, pages[number - 1]))  # without a path to write to

    def count_pages(self, letter: Letter) -> int:
        """As the port says."""
        return len(_pages(letter, _COARSE))

    def bind(self, letters: Iterable[bytes]) -> bytes:
        """As the port says."""
        target = BytesIO()
        with _PDFIUM:
            bound = pypdfium2.PdfDocument.new()
        try:
            for content in letters:
                with _PDFIUM, pypdfium2.PdfDocument(content) as letter:
                    bound.import_pages(letter)
            with _PDFIUM:
                bound.save(target)
        finally:
            with _PDFIUM:
                bound.close()
        return target.getvalue()

    def measure(self, content: bytes) -> int:
        """As the port says."""
        with _PDFIUM, pypdfium2.PdfDocument(content) as printed:
            return len(printed)

    def bind_book(self, book: Book) -> bytes:
        """As the port says."""
        told = {
            "title": drawable(book.title),
            "number": book.number,
            "total": book.total,
            "day": _day(book.dated),
        }
        told |= {
            "office": drawable(book.letterhead.name),
            "cover": _clean(book.cover),
            "index": _part(book.index),
        }
        pages = [1 if leaf.is_picture else self.measure(leaf.content) for leaf in book.leaves]
        leaves = [
            {
                "title": drawable(leaf.title),
                "picture": leaf.is_picture,
                "first": leaf.first_page,
                "pages": number,
            }
            for leaf, number in zip(book.leaves, pages, strict=True)
        ]
        return bind_book(book, told | {"leaves": leaves}, _fonts(), _made_at(book.dated))


def _made_at(day: date) -> datetime:
    return datetime.combine(day, time(), _BEIJING)


def _pages(letter: Letter, dots: float) -> list[Any]:  # Any: typst says pictures or paths
    drawn = _compiler(letter).compile(format="png", ppi=dots)
    return drawn if isinstance(drawn, list) else [drawn]


def _compiler(letter: Letter) -> typst.Compiler:
    told = json.dumps(_told(letter), ensure_ascii=False)
    return typst.Compiler(_layout(), font_paths=_fonts(), sys_inputs={"letter": told})


def _in_few_greys(picture: bytes) -> bytes:
    """A third of the bytes; a letter is black on white. Evenly spaced: looking for the best greys takes longer than drawing."""
    target = BytesIO()
    step = 256 // _GREYS
    with Image.open(BytesIO(picture)) as page:
        places = page.convert("L").point([grey // step for grey in range(256)])
        drawn = Image.frombytes("P", places.size, places.tobytes())
        drawn.putpalette([round(255 * place / (_GREYS - 1)) for place in range(_GREYS) for _ in "RGB"])
        drawn.save(target, "PNG", bits=4)
    return target.getvalue()


def drawable(text: str) -> str:
    """The text with every character that no font of the letters draws told by its code point."""
    return "".join(_drawable(unicodedata.normalize("NFC", text)))


def _drawable(text: str) -> Iterator[str]:
    for character in text.replace("\r\n", "\n").replace("\t", "    "):
        if character == "\n" or ord(character) in _characters():
            yield character
        elif unicodedata.category(character) != _SHAPELESS and not _is_variation(character):
            yield _NAMED.format(ord(character))


def _is_variation(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@cache
def _layout() -> bytes:
    return LAYOUT.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    # None of the system's: a letter looks the same wherever it is printed.
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def _characters() -> frozenset[int]:
    """What the fonts draw, all together."""
    found: set[int] = set()
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            # Else each of 30,000 glyphs is given a name first, which takes four times as long and nobody reads.
            font.setGlyphOrder([""] * font["maxp"].numGlyphs)
            found |= font.getBestCmap().keys()
    return frozenset(found)


def _told(letter: Letter) -> dict[str, object]:
    return {
        "office": {
            "name": drawable(letter.letterhead.name),
            "told": [drawable(line) for line in letter.letterhead.told],
        },
        "title": drawable(letter.title),
        "number": drawable(letter.number),
        "salutation": None if letter.salutation is None else drawable(letter.salutation),
        "parts": [_part(part) for part in letter.parts],
        "dated": _day(letter.dated),
        "is_sealed": letter.is_sealed,
        "qr": None if letter.leads_to is None else _qr(letter.leads_to),
        "barcode": letter.barcode,
        "bars": None if letter.barcode is None else _bars(letter.barcode),
    }


def _day(day: date) -> dict[str, object]:
    return {"year": day.year, "month": day.month, "day": day.day, "told": word_day(day)}


def _told_envelopes(told: Envelopes) -> dict[str, object]:
    name, address, postal_code = map(drawable, told.sender)
    width, height = _ENVELOPES[told.size]
    return {
        "title": name,
        "width": width,
        "height": height,
        "sender": {"name": name, "address": address, "postal_code": postal_code},
        "envelopes": [
            {
                "name": drawable(one.name),
                "polite": "收",
                "address": drawable(one.address),
                "postal_code": one.postal_code,
                "bars": _bars(one.barcode),
            }
            for one in told.envelopes
        ],
    }


def _told_covers(told: CoverSheets) -> dict[str, object]:
    return {
        "office": drawable(told.office),
        "title": drawable(told.title),
        "sheets": [
            {
                "heading": drawable(sheet.heading),
                "lines": [drawable(line) for line in sheet.lines],
                "told": sheet.barcode,
                "bars": _bars(sheet.barcode),
                "square": _square(sheet.barcode),
            }
            for sheet in told.sheets
        ],
    }


def _part(part: Part) -> dict[str, object]:
    told = {name: _clean(value) for name, value in asdict(part).items()}
    return {"kind": type(part).__name__.lower(), **told}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2)
    return drawn.getvalue().decode()


def _square(told: str) -> str:
    """Read even when a third of it is torn off or drawn over."""
    drawn = BytesIO()
    segno.make(told, error="h", micro=False).save(drawn, kind="svg", border=4)
    return drawn.getvalue().decode()


def _bars(number: str) -> str:
    drawn = BytesIO()
    Code128(number, writer=SVGWriter()).write(drawn, options=_BARS)
    return drawn.getvalue().decode()
