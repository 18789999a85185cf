"""A copy of a picture without metadata (EXIF tells place, time and camera), made by drawing it anew.

The original stays unchanged as evidence; pages show the copy.
"""

from typing import BinaryIO

from models.ground.errors import Crowded
from services.evidence.incoming_file import FileRefused
from services.ports.pictures import PictureTooLarge, PictureUnreadable, Redraw

DRAWN_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})


def redraw_image(content: BinaryIO, media_type: str, pictures: Redraw) -> bytes | None:
    """The copy, None for what is no picture; FileRefused("UNREADABLE", "TOO_LARGE", or "CROWDED": send it again later)."""
    if media_type not in DRAWN_TYPES:
        return None
    try:
        return pictures.redraw(content, media_type)
    except PictureUnreadable as error:
        raise FileRefused("UNREADABLE") from error
    except PictureTooLarge as error:
        raise FileRefused("TOO_LARGE") from error
    except Crowded as error:
        raise FileRefused("CROWDED") from error
