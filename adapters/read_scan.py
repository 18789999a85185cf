"""A program of its own: reads the codes of a scan on standard input, or cuts pages out of it, onto standard output.

It is started by adapters/scan_process.py as a file, alone and without the packages of the product, for some pages at a time.
"""

from __future__ import annotations

import ctypes
import io
import json
import resource
import signal
import sys
from collections.abc import Iterator
from typing import Any

UNREADABLE, TOO_LARGE, ENCRYPTED, TOO_MANY = 3, 4, 5, 6
MEBIBYTE = 1024 * 1024
MEMORY_BYTES = 900 * MEBIBYTE
CPU_SECONDS = 40
MOST_PAGES = 1_000
# A sheet of A3 at 600 dots to the inch.
MAX_PIXELS = 75_000_000
# A point is 1/72 inch. At 150 dots to the inch the narrowest bar of a cover sheet is three dots wide.
SCALE, LONGEST_SIDE = 150 / 72, 2_600
# Darker than this is ink; the edges show the shadow of the scanner's lid, and dust is no writing.
INK, EDGE, SPECKS = 170, 0.04, 0.0004
# A grey or coloured page of a TIFF is packed anew in what is cut out.
JPEG_QUALITY = 95
_PR_SET_PDEATHSIG = 1  # prctl(2)


class Refused(Exception):
    """Ends the program with this code."""


def main() -> int:
    """Read, look, write; the exit code."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))  # SIGXCPU, a second later SIGKILL
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from PIL import Image  # noqa: PLC0415 - under the limits already

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # twice as many are an error
    what, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    try:
        scan = open_scan(sys.stdin.buffer.read())
        made = scan.cut(first, last) if what == "cut" else look(scan, first, last)
    except Refused as refused:
        return int(refused.args[0])
    except (MemoryError, Image.DecompressionBombError):
        return TOO_LARGE
    except (OSError, SyntaxError, ValueError, LookupError, EOFError, TypeError, RuntimeError):
        return UNREADABLE
    sys.stdout.buffer.write(made)
    return 0


def look(scan: PdfScan | TiffScan, first: int, last: int) -> bytes:
    """How many pages there are, and what stands on these, as JSON; Refused for too many."""
    if scan.total > MOST_PAGES:
        raise Refused(TOO_MANY)
    pages = [read_page(page) for page in scan.draw(first, min(last, scan.total))]
    return json.dumps({"total": scan.total, "pages": pages}).encode()


def read_page(page: Any) -> dict[str, object]:
    """The texts of its codes; whether there is one that cannot be read, and whether there is nothing at all."""
    import zxingcpp  # noqa: PLC0415 - as above

    kinds = zxingcpp.barcode_formats_from_str("QRCode,Code128")
    found = zxingcpp.read_barcodes(page, formats=kinds, return_errors=True)
    codes = sorted({one.text for one in found if one.valid})
    # Lines of writing look like broken bars, never like the corners of a square code.
    is_torn = not codes and any("QR" in str(one.format) for one in found if not one.valid)
    return {"codes": codes, "is_torn": is_torn, "is_blank": not codes and not is_torn and is_blank(page)}


def is_blank(page: Any) -> bool:
    """Whether there is no more ink on it than dust."""
    across, down = int(page.width * EDGE), int(page.height * EDGE)
    dots = page.crop((across, down, page.width - across, page.height - down)).histogram()
    return bool(sum(dots[:INK]) <= SPECKS * sum(dots))


def open_scan(content: bytes) -> PdfScan | TiffScan:
    """By its first bytes; Refused for one that asks for a password, and for what is neither."""
    scan = PdfScan(content) if b"%PDF-" in content[:1024] else TiffScan(content)
    if not scan.total:
        raise Refused(UNREADABLE)
    return scan


class PdfScan:
    """Pages of a PDF; its scripts, forms and embedded files are not read, and are not in what is cut out of it."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2  # noqa: PLC0415 - as above

        try:
            self._document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Refused(ENCRYPTED if "password" in str(error).lower() else UNREADABLE) from error
        self.total = len(self._document)

    def draw(self, first: int, last: int) -> Iterator[Any]:
        for number in range(first, last + 1):
            page = self._document[number - 1]
            fit = min(SCALE, LONGEST_SIDE / max(*page.get_size(), 1.0))
            yield page.render(scale=fit, grayscale=True, may_draw_forms=False).to_pil()
            page.close()

    def cut(self, first: int, last: int) -> bytes:
        import pypdfium2  # noqa: PLC0415 - as above

        if not 1 <= first <= last <= self.total:
            raise Refused(UNREADABLE)
        target = io.BytesIO()
        part = pypdfium2.PdfDocument.new()
        part.import_pages(self._document, list(range(first - 1, last)))
        part.save(target)
        return target.getvalue()


class TiffScan:
    """Pictures in one file, as many scanners write them."""

    def __init__(self, content: bytes) -> None:
        from PIL import Image  # noqa: PLC0415 - as above

        picture: Any = Image.open(io.BytesIO(content), formats=("TIFF",))
        self._picture, self.total = picture, int(picture.n_frames)

    def draw(self, first: int, last: int) -> Iterator[Any]:
        for number in range(first, last + 1):
            page = self._frame(number).convert("L")
            page.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            yield page

    def cut(self, first: int, last: int) -> bytes:
        if not 1 <= first <= last <= self.total:
            raise Refused(UNREADABLE)
        import pypdfium2  # noqa: PLC0415 - as above

        # One page in memory at a time: a list of unpacked ones is more than the process may have.
        whole = pypdfium2.PdfDocument.new()
        for number in range(first, last + 1):
            page = io.BytesIO()
            drawn, resolution = self._page(number), self._resolution(number)
            # Black and white is packed without loss, which knows no quality.
            packing = {} if drawn.mode == "1" else {"quality": JPEG_QUALITY}
            drawn.save(page, "PDF", resolution=resolution, **packing)
            single = pypdfium2.PdfDocument(page.getvalue())
            whole.import_pages(single)
            single.close()
        target = io.BytesIO()
        whole.save(target)
        return target.getvalue()

    def _page(self, number: int) -> Any:
        frame = self._frame(number)
        return frame.copy() if frame.mode in ("1", "L", "RGB") else frame.convert("RGB")

    def _frame(self, number: int) -> Any:
        self._picture.seek(number - 1)
        if self._picture.width * self._picture.height > MAX_PIXELS:
            raise Refused(TOO_LARGE)
        return self._picture

    def _resolution(self, number: int) -> float:
        told = self._frame(number).info.get("dpi", (0.0, 0.0))[0]
        return float(told) if told and 50 <= float(told) <= 1_200 else 200.0


if __name__ == "__main__":
    sys.exit(main())
