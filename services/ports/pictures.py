"""Pictures drawn anew, outside of the process that asks for it."""

from typing import BinaryIO, Protocol


class PictureUnreadable(Exception):
    """No picture of this kind can be made of the content."""


class PictureTooLarge(Exception):
    """Drawing it takes more memory or time than one picture may."""


class Redraw(Protocol):
    """Draws a picture anew, so that none of its metadata (place, time, camera) travels along."""

    def redraw(self, content: BinaryIO, media_type: str) -> bytes:
        """The picture in its own format, upright; PictureUnreadable, PictureTooLarge, Crowded when no turn comes in time."""


class Pictures(Redraw, Protocol):
    """Draws documents too, page by page, and pictures small; each raises what `redraw` raises."""

    def count_pages(self, content: bytes) -> int:
        """How many pages a PDF has."""

    def draw_page(self, content: bytes, number: int) -> bytes:
        """One page of a PDF as PNG, from 1; PictureUnreadable for a page that it does not have."""

    def draw_small(self, content: bytes, media_type: str) -> bytes:
        """A picture, or the first page of a PDF, as a JPEG for lists."""
