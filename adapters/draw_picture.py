"""A program of its own: draws the picture on standard input anew onto standard output, or ends with a code that says why not.

It is started by adapters/picture_process.py as a file, alone and without the packages of the product, for each picture.
"""

import ctypes
import io
import resource
import signal
import sys

UNREADABLE, TOO_LARGE = 3, 4
MEBIBYTE = 1024 * 1024
MEMORY_BYTES = 800 * MEBIBYTE
CPU_SECONDS = 20
# Four bytes each, three times while it is turned and copied.
MAX_PIXELS = 40_000_000
# A photograph of a telephone may have more: JPEG can be decoded at a half, a quarter, an eighth.
MAX_JPEG_PIXELS = 110_000_000
_PR_SET_PDEATHSIG = 1  # prctl(2)


def main() -> int:
    """Read, draw, write; the exit code."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))  # SIGXCPU, a second later SIGKILL
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - under the limits already

    try:
        drawn = draw(io.BytesIO(sys.stdin.buffer.read()), sys.argv[1])
    except (MemoryError, Image.DecompressionBombError):
        return TOO_LARGE
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, IndexError, EOFError, TypeError):
        return UNREADABLE
    if drawn is None:
        return TOO_LARGE
    sys.stdout.buffer.write(drawn)
    return 0


def draw(content: io.BytesIO, kind: str) -> bytes | None:
    """The picture in its own format, upright, from its pixels alone; None when its head already says that it is too large."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    Image.MAX_IMAGE_PIXELS = None  # counted here
    with Image.open(content, formats=(kind,)) as picture:
        pixels = picture.width * picture.height
        if pixels > (MAX_JPEG_PIXELS if kind == "JPEG" else MAX_PIXELS):
            return None
        scale = 1
        while pixels > MAX_PIXELS * scale * scale:
            scale *= 2
        if scale > 1:
            picture.draft(None, (picture.width // scale, picture.height // scale))
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        bare = picture.convert("RGB" if kind == "JPEG" else "RGBA")
    # A new image from the pixels alone: nothing of `info` can travel along.
    bare.info = {}
    target = io.BytesIO()
    bare.save(target, kind)
    return target.getvalue()


if __name__ == "__main__":
    sys.exit(main())
