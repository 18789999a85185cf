"""Scans of whole boxes as a scanner makes them: the office's own cover sheets and pages with writing, noise and a slant."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from io import BytesIO

import pypdfium2
from PIL import Image, ImageDraw

Picture = Image.Image


def sheets_of(covers: bytes, dpi: int = 200) -> list[Picture]:
    """The printed cover sheets, each as a picture of a scanner."""
    with pypdfium2.PdfDocument(covers) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def letter(seed: int, dpi: int = 100) -> Picture:
    """A page that somebody wrote on."""
    page, written = blank(dpi), random.Random(seed)  # noqa: S311 - strokes, no secret
    pen, width = ImageDraw.Draw(page), page.width
    for row in range(12):
        for _ in range(30):
            x, y = written.randrange(width // 8, width - width // 8), dpi + row * dpi // 2
            pen.line((x, y, x + written.randrange(-20, 20), y + written.randrange(5, 30)), fill=40, width=3)
    return page


def blank(dpi: int = 100) -> Picture:
    """The back of a sheet: paper, and some dust."""
    page = Image.new("L", (dpi * 827 // 100, dpi * 1169 // 100), 247)
    page.putpixel((page.width // 2, page.height // 2), 90)
    return page


def slanted(page: Picture, degrees: float) -> Picture:
    """As it was fed."""
    return page.rotate(degrees, expand=True, fillcolor=247)


def noisy(page: Picture, seed: int = 7) -> Picture:
    """Grey grains over all of it, as cheap scanners give."""
    grains = Image.frombytes("L", page.size, random.Random(seed).randbytes(page.width * page.height))  # noqa: S311 - noise, no secret
    return Image.blend(page.convert("L"), grains, 0.15)


def stamped(page: Picture) -> Picture:
    """A stamp over a part of the square code, and the bars are gone: it can still be read."""
    page = page.copy()
    pen, width, height = ImageDraw.Draw(page), page.width, page.height
    pen.rectangle((int(width * 0.54), int(height * 0.42), int(width * 0.61), int(height * 0.46)), fill=60)
    pen.rectangle((0, int(height * 0.54), width, int(height * 0.66)), fill=247)
    return page


def scribbled(page: Picture) -> Picture:
    """Ink over the middle of the square code, and the bars are gone: its corners are there, and nobody can read it."""
    page = stamped(page)
    width, height = page.width, page.height
    box = (int(width * 0.46), int(height * 0.315), int(width * 0.545), int(height * 0.485))
    ImageDraw.Draw(page).rectangle(box, fill=60)
    return page


def cut_off(page: Picture) -> Picture:
    """The sheet is torn below its heading: nobody can tell that a code was there."""
    page = page.copy()
    ImageDraw.Draw(page).rectangle((0, int(page.height * 0.30), page.width, page.height), fill=247)
    return page


def pdf_of(pages: Sequence[Picture], dpi: int = 200) -> bytes:
    """A PDF as scanners write it."""
    target = BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return target.getvalue()


def tiff_of(pages: Sequence[Picture], dpi: int = 200) -> bytes:
    """A TIFF of black and white pages, as fax machines and older scanners write it."""
    first, *others = [page.point(lambda dot: 255 * (dot > 128)).convert("1") for page in pages]
    target = BytesIO()
    first.save(target, "TIFF", save_all=True, append_images=others, compression="group4", dpi=(dpi, dpi))
    return target.getvalue()


def raw_pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects by number, whose first is its root; no table of places, as torn ones have none."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (no, told) for no, told in enumerate(objects, 1))
    size = b"%d" % (len(objects) + 1)
    return b"%PDF-1.4\n" + body + b"trailer\n<</Root 1 0 R /Size " + size + trailer + b">>\n%%EOF\n"


_ROOT = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")


def locked_pdf() -> bytes:
    """One that asks for a password."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    lock = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"11" * 32, b"22" * 32)
    return raw_pdf([*_ROOT, page, lock], b"/Encrypt 4 0 R/ID[<00><00>]")


def bomb_pdf(side: int = 60_000) -> bytes:
    """A few kilobytes that say they are one picture of billions of dots, packed twice."""
    packer, rows = zlib.compressobj(9), bytes(side * 3)
    packed = b"".join(packer.compress(rows) for _ in range(side // 20)) + packer.flush()
    packed = zlib.compress(packed, 9)
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>"
    )
    head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8" % (
        side,
        side,
    )
    head += b"/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(packed)
    draw = b"q 595 0 0 842 0 0 cm /I Do Q"
    contents = b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw)
    return raw_pdf([*_ROOT, page, head + packed + b"\nendstream", contents])
