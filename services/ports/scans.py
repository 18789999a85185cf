"""Scans of many pages, read for codes and cut into parts outside of the process that asks for it."""

from dataclasses import dataclass
from typing import Protocol


class ScanRefused(Exception):
    """`code`: UNREADABLE, ENCRYPTED, TOO_LARGE (memory or time of one scan), or TOO_MANY for one of too many pages."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What stands on a page: the texts of the codes on it; a code that is there and cannot be read; nothing but paper."""

    codes: tuple[str, ...] = ()
    is_torn: bool = False
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class ScannedPages:
    """Some pages in their order, and how many the whole scan has."""

    total: int
    pages: tuple[ScannedPage, ...]


class Scans(Protocol):
    """Reads PDF and TIFF; each raises ScanRefused, and Crowded when no turn comes in time."""

    def read_pages(self, content: bytes, first: int, last: int) -> ScannedPages:
        """The pages from `first` to `last`, from 1; fewer where the scan ends before."""

    def cut(self, content: bytes, first: int, last: int) -> bytes:
        """A PDF of these pages as they are, grey and coloured ones of a TIFF packed as JPEG.

        ScanRefused (UNREADABLE) for pages that it does not have.
        """
