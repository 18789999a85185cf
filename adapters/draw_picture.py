"""A program of its own: draws what is on standard input onto standard output, or ends with a code that says why not.

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
SMALL_SIDE = 240
# A point is 1/72 inch: about 130 to the inch, which reads well on a screen; a large sheet is drawn no larger than this.
PAGE_SCALE, SMALL_SCALE, LONGEST_SIDE = 1.8, 0.4, 2_400
_PR_SET_PDEATHSIG = 1  # prctl(2)


def main() -> int:
    """Read, draw, write; the exit code."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))  # SIGXCPU, a second later SIGKILL
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - under the limits already

    try:
        drawn = make(sys.stdin.buffer.read(), *sys.argv[1:])
    except (MemoryError, Image.DecompressionBombError):
        return TOO_LARGE
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        LookupError,
        EOFError,
        TypeError,
        RuntimeError,
    ):
        return UNREADABLE
    if drawn is None:
        return TOO_LARGE
    sys.stdout.buffer.write(drawn)
    return 0


def make(content: bytes, what: str, detail: str = "") -> bytes | None:
    """`redraw` a picture of this format, `small` of it or of a PDF, `page` of a PDF by number, or how many `pages` it has."""
    if what == "redraw":
        return draw(io.BytesIO(content), detail)
    if what == "small":
        return draw_small(draw_page(content, 1, SMALL_SCALE) if detail == "PDF" else content)
    if what == "page":
        return draw_page(content, int(detail), PAGE_SCALE)
    import pypdfium2  # noqa: PLC0415 - as above

    with pypdfium2.PdfDocument(content) as document:
        return str(len(document)).encode()


def draw_page(content: bytes, number: int, scale: float) -> bytes:
    """A page as PNG; scripts, forms and embedded files of the document are not read. ValueError for a page it has not."""
    import pypdfium2  # noqa: PLC0415 - as above

    with pypdfium2.PdfDocument(content) as document:
        if not 1 <= number <= len(document):
            raise ValueError(number)
        page = document[number - 1]
        fit = min(scale, LONGEST_SIDE / max(*page.get_size(), 1.0))
        target = io.BytesIO()
        page.render(scale=fit, may_draw_forms=False).to_pil().save(target, "PNG")
        return target.getvalue()


def draw_small(content: bytes) -> bytes:
    """A JPEG for a list."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
        picture.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        small = ImageOps.exif_transpose(picture).convert("RGB")
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    small.info = {}
    target = io.BytesIO()
    small.save(target, "JPEG", quality=80)
    return target.getvalue()


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
