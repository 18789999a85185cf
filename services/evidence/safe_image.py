"""A copy of a picture without metadata (EXIF tells place, time and camera), made by drawing it anew.

The original stays unchanged as evidence; pages show the copy.
"""

import io
import warnings
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from services.evidence.incoming_file import FileRefused

MAX_PIXELS = 50_000_000
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def redraw_image(content: BinaryIO, media_type: str) -> bytes:
    """The picture in its own format, upright, without any metadata; FileRefused("UNREADABLE") if it cannot be drawn."""
    content.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(content, formats=(FORMATS[media_type],)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise FileRefused("TOO_LARGE")
                upright = ImageOps.exif_transpose(picture)
                bare = upright.convert("RGB" if media_type == "image/jpeg" else "RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefused("UNREADABLE") from error
    except Image.DecompressionBombWarning as error:
        raise FileRefused("TOO_LARGE") from error
    # A new image from the pixels alone: nothing of `info` can travel along.
    bare.info = {}
    target = io.BytesIO()
    bare.save(target, FORMATS[media_type])
    content.seek(0)
    return target.getvalue()
