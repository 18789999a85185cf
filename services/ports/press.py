"""Letters: what one says, part by part, and who lays it out on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs, one a line. As in every other part nothing of the text is read as markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Over the parts that follow it."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A name and what it is, a row each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose head stands again on every page; `widths` are shares of the page's."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


Part = Words | Heading | Points | Facts | Grid


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose letter it is; `told` is how the office is reached, a line of text each."""

    name: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter whole. `number` is the 文号 or the complaint's own; `leads_to` an address that its picture (QR) opens.

    `barcode` is what its bars say: the complaint's number, so that a scanned page finds its file.
    """

    letterhead: Letterhead
    title: str
    number: str
    parts: tuple[Part, ...]
    dated: date
    salutation: str | None = None
    leads_to: str | None = None
    barcode: str | None = None
    is_sealed: bool = True


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a book: a PDF that was printed, as it is, or a picture on a page of its own under its title.

    `first_page` is its number within the book, whatever else is bound with it.
    """

    title: str
    content: bytes
    is_picture: bool
    first_page: int


@dataclass(frozen=True, slots=True)
class Book:
    """A file that is bound: cover, index, leaves. `total` is the number of its pages, cover and index not counted."""

    letterhead: Letterhead
    title: str
    number: str
    cover: tuple[tuple[str, str], ...]
    index: Grid
    leaves: tuple[Leaf, ...]
    total: int
    dated: date


class EnvelopeSize(StrEnum):
    """Of ISO 269, in millimetres: C5 takes a letter folded once, DL one folded twice."""

    C5 = "c5"
    DL = "dl"


@dataclass(frozen=True, slots=True)
class Envelope:
    """One envelope; nothing on it tells what is inside. `barcode` is the centre's reference, for what comes back."""

    name: str
    address: str
    postal_code: str
    barcode: str


@dataclass(frozen=True, slots=True)
class Envelopes:
    """Those of one sender and one size, in their order; `sender` is told of by name, address and postcode."""

    size: EnvelopeSize
    sender: tuple[str, str, str]
    envelopes: tuple[Envelope, ...]


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """A sheet that lies before the pages of one thing in a scanner; `barcode` stands on it as bars and as a square."""

    barcode: str
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverSheets:
    """Those of one opening, in their order."""

    office: str
    title: str
    sheets: tuple[CoverSheet, ...]


class Press(Protocol):
    """Lays letters out on paper."""

    def print(self, letter: Letter) -> bytes:
        """A PDF for keeping (PDF/A-2a, PDF/UA-1): the same bytes for the same letter."""

    def print_envelopes(self, envelopes: Envelopes) -> bytes:
        """A PDF with a page for each."""

    def print_covers(self, covers: CoverSheets) -> bytes:
        """A PDF with a page for each."""

    def draw(self, letter: Letter, number: int) -> bytes:
        """One page as a small PNG for looking at, from 1; NotFound for a page that the letter does not have."""

    def bind(self, letters: Iterable[bytes]) -> bytes:
        """PDFs that were printed, as one to print: each begins on a page of its own and looks as it was kept."""

    def count_pages(self, letter: Letter) -> int:
        """How many pages the letter has."""

    def measure(self, content: bytes) -> int:
        """How many pages a PDF has that was printed."""

    def bind_book(self, book: Book) -> bytes:
        """A PDF to read: the same bytes for the same book. Not for keeping (PDF/A): its leaves are."""
