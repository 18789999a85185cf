"""Pictures drawn anew, outside of the process that asks for it."""

from typing import BinaryIO, Protocol


class PictureUnreadable(Exception):
    """No picture of this kind can be made of the content."""


class PictureTooLarge(Exception):
    """Drawing it takes more memory or time than one picture may."""


class Pictures(Protocol):
    """Draws a picture anew, so that none of its metadata (place, time, camera) travels along."""

    def redraw(self, content: BinaryIO, media_type: str) -> bytes:
        """The picture in its own format, upright; PictureUnreadable, PictureTooLarge, Crowded when no turn comes in time."""
