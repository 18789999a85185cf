"""Reads a table that another system exported, CSV or XLSX, into rows by the names of their columns.

A row that cannot be read is told with its line and why; the others go on.
"""

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from models.ground.order_codes import TableKind
from services.orders.columns import Heads, HeadsWrong, find_faults, find_heads
from services.ports.workbooks import Sheet, WorkbookRefused

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 5_000
# Titles and moments of the export may stand above the headings.
HEAD_WITHIN = 20
# A cell with line breaks ends within so many lines; one that does not has a quotation mark too few.
_LINES_OF_A_ROW = 200
# Empty ones are counted too: each costs time and memory before it is seen to be empty.
_MOST_LINES = 200_000
_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCODINGS = ("utf-8", "gb18030")
_DELIMITERS = (",", "\t", ";")
TOO_FEW, TOO_MANY, TORN = "TOO_FEW_CELLS", "TOO_MANY_CELLS", "TORN_ROW"
ROW = "row"

ReadBook = Callable[[bytes], list[Sheet]]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """`line` as a spreadsheet or an editor counts it; `faults` by column, or by `row` for the whole of it."""

    line: int
    fields: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """All rows below the headings that have anything in them."""

    kind: TableKind
    rows: tuple[ReadRow, ...]


class TableRefused(Exception):
    """Nothing can be read of the file: UNREADABLE, OLD_EXCEL, TOO_LARGE, FORMULAS, TOO_MANY_ROWS, NO_ROWS or HEADINGS.

    `names` are the columns that are missing or there twice.
    """

    def __init__(self, code: str, names: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code, self.names = code, tuple(names)


# A line and its cells; None for a row that is torn.
_Cells = tuple[int, Sequence[str] | None]


def read_table(content: bytes, read_book: ReadBook) -> ReadTable:
    """The table with its rows; TableRefused, and Crowded where `read_book` raises it."""
    if len(content) > MOST_BYTES:
        raise TableRefused("TOO_LARGE")
    if content.startswith(_XLS):
        raise TableRefused("OLD_EXCEL")
    if content.startswith(_XLSX):
        return _read_rows(list_cells(content, read_book, _is_head), is_padded=True)
    text = decode(content)
    delimiter = _find_delimiter(text)
    return _read_rows(split_text(text, delimiter), is_padded=False)


def decode(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, or GB 18030; TableRefused for none of them."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif content.startswith(codecs.BOM_UTF8):
        encodings = ("utf-8-sig",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text if "\n" in text else text.replace("\r", "\n")
    raise TableRefused("UNREADABLE")


def _find_delimiter(text: str) -> str:
    """The sign by which a line falls apart into headings."""
    beginning = text.split("\n", HEAD_WITHIN)[:HEAD_WITHIN]
    for delimiter in _DELIMITERS:
        for line in beginning:
            try:
                if find_heads(next(csv.reader([line], delimiter=delimiter), [])) is not None:
                    return delimiter
            except (HeadsWrong, csv.Error):
                return delimiter
    return ","


def split_text(text: str, delimiter: str) -> Iterator[_Cells]:
    """Lines with their cells. A row that no quotation mark ends is torn at its first line; the next line begins a row again.

    TableRefused for more lines than any table of an office has.
    """
    if text.count("\n") > _MOST_LINES:
        raise TableRefused("TOO_MANY_ROWS")
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        part = (f"{lines[place]}\n" for place in range(at, min(at + _LINES_OF_A_ROW, len(lines))))
        reader = csv.reader(part, delimiter=delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            yield at + 1, None
            at += 1
        except StopIteration:
            return
        else:
            yield at + 1, cells
            at += reader.line_num


def list_cells(
    content: bytes, read_book: ReadBook, is_head: Callable[[Sequence[str]], bool]
) -> Iterator[tuple[int, Sequence[str] | None]]:
    """The rows of the first sheet that has headings; of none where none has. TableRefused where it is no workbook."""
    try:
        sheets = read_book(content)
    except WorkbookRefused as refused:
        raise TableRefused(refused.code) from refused
    for sheet in sheets:
        if any(is_head(row) for row in sheet.rows[:HEAD_WITHIN]):
            yield from enumerate(sheet.rows, 1)
            return


def _is_head(cells: Sequence[str]) -> bool:
    try:
        return find_heads(cells) is not None
    except HeadsWrong:
        return True


def _read_rows(cells: Iterator[_Cells], *, is_padded: bool) -> ReadTable:
    heads: Heads | None = None
    rows: list[ReadRow] = []
    width = 0
    for line, told in cells:
        if heads is None:
            if line > HEAD_WITHIN:
                break
            heads, width = _take_heads(told), len(told or ())
        elif told is None:
            rows.append(ReadRow(line, {}, {ROW: TORN}))
        elif any(cell.strip() for cell in told):
            rows.append(_read_row(line, told, heads, 0 if is_padded else width))
        if len(rows) > MOST_ROWS:
            raise TableRefused("TOO_MANY_ROWS")
    if heads is None:
        raise TableRefused("HEADINGS")
    if not rows:
        raise TableRefused("NO_ROWS")
    return ReadTable(heads.kind, tuple(rows))


def _take_heads(cells: Sequence[str] | None) -> Heads | None:
    if cells is None:
        return None
    try:
        return find_heads([cell.removeprefix("\ufeff") for cell in cells])
    except HeadsWrong as wrong:
        raise TableRefused("HEADINGS", wrong.missing or wrong.twice) from wrong


def _read_row(line: int, cells: Sequence[str], heads: Heads, width: int) -> ReadRow:
    """`width`: how many cells each row has; 0 where the file has them all."""
    told = {
        name: cells[place].replace("\r\n", "\n").replace("\0", "").strip()
        for name, place in heads.places.items()
        if place < len(cells)
    }
    if width and len(cells) < width:
        return ReadRow(line, told, {ROW: TOO_FEW})
    if width and any(cell.strip() for cell in cells[width:]):
        return ReadRow(line, told, {ROW: TOO_MANY})
    return ReadRow(line, told, find_faults(heads.kind, told))
