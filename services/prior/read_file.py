"""The cells of a file that an office kept, CSV or XLSX: its headings, and the lines below them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from services.orders.read_table import HEAD_WITHIN, TableRefused, decode, list_cells, split_text
from services.ports.workbooks import Sheet
from services.prior.columns import is_head, plain_heading

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 40
_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = (",", "\t", ";")

ReadBook = Callable[[bytes], list[Sheet]]
# A line and its cells; None for a row that a quotation mark tears.
Line = tuple[int, Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class FileOfBefore:
    """`headings` without spaces and brackets; `lines` are those with anything in them, by their number in the file."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read_file(content: bytes, read_book: ReadBook) -> FileOfBefore:
    """TableRefused as by orders.read_table, and Crowded where `read_book` raises it."""
    if len(content) > MOST_BYTES:
        raise TableRefused("TOO_LARGE")
    if content.startswith(_XLS):
        raise TableRefused("OLD_EXCEL")
    cells = list_cells(content, read_book, is_head) if content.startswith(_XLSX) else _split(decode(content))
    for line, told in cells:
        if told is not None and is_head(told):
            return _below(tuple(map(plain_heading, told)), cells)
        if line > HEAD_WITHIN:
            break
    raise TableRefused("HEADINGS")


def _below(headings: tuple[str, ...], cells: Iterator[Line]) -> FileOfBefore:
    while headings and not headings[-1]:
        headings = headings[:-1]
    if len(headings) > MOST_COLUMNS:
        raise TableRefused("TOO_LARGE")
    lines: list[Line] = []
    for line, told in cells:
        if told is None or any(cell.strip() for cell in told):
            lines.append((line, told))
        if len(lines) > MOST_ROWS:
            raise TableRefused("TOO_MANY_ROWS")
    if not lines:
        raise TableRefused("NO_ROWS")
    return FileOfBefore(headings, tuple(lines))


def _split(text: str) -> Iterator[Line]:
    beginning = text.split("\n", HEAD_WITHIN)[:HEAD_WITHIN]
    delimiter = next(
        (sign for sign in _DELIMITERS if any(is_head(line.split(sign)) for line in beginning)), ","
    )
    return iter(split_text(text, delimiter))
