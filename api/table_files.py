"""Rows of text as a CSV or XLSX file, written as they come: memory stays the same however many there are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # it says no types

CSV_TYPE = "text/csv; charset=utf-8"
# What Excel reads a CSV as UTF-8 by.
BYTE_ORDER_MARK = "\ufeff"
ROWS_AT_ONCE = 500
# A cell that begins with one of these is a formula to a spreadsheet (OWASP ASVS 1.2.10), the wide ones to a Chinese one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_PLAIN = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_WIDTH = 18
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_SIZE = re.compile(r"<dimension [^>]*/>")
_ROWS_END = "</sheetData>"
# What Excel reads of a cell.
_LONGEST_CELL = 32_767
_LIKE_A_NUMBER = re.compile(r"_x[0-9A-Fa-f]{4}_")
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def guard(cell: str) -> str:
    """The cell as text that no spreadsheet works out; a number stays one, whatever its sign."""
    return f"'{cell}" if cell.startswith(FORMULA) and not _NUMBER.fullmatch(cell) else cell


def write_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with the mark that spreadsheets know it by, some hundred rows at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow([guard(name) for name in head])
    for number, row in enumerate(rows, 1):
        writer.writerow([guard(cell) for cell in row])
        if number % ROWS_AT_ONCE == 0:
            yield _take(buffer)
    yield _take(buffer)


@dataclass(frozen=True, slots=True)
class SheetToWrite:
    """A sheet of a workbook; without a name it gets the usual one."""

    head: Sequence[str]
    rows: Iterable[Sequence[str]]
    name: str | None = None


def write_xlsx(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """One sheet, its head kept in view."""
    return write_workbook([SheetToWrite(head, rows)])


def write_workbook(sheets: Iterable[SheetToWrite]) -> Iterator[bytes]:
    """It goes out as it is written, some hundred rows at a time: who waits for a large one sees that it comes."""
    wanted, sink = list(sheets), _Sink()
    with ZipFile(_write_heads(wanted)) as heads, ZipFile(sink, "w", ZIP_DEFLATED) as book:
        for entry in heads.namelist():
            number = _SHEET.fullmatch(entry)
            if number is None:
                book.writestr(entry, heads.read(entry))
                continue
            # The head is written; where it stands cannot be said before the rows are known, and need not be.
            before, after = _SIZE.sub("", heads.read(entry).decode()).split(_ROWS_END)
            with book.open(entry, "w") as sheet:
                sheet.write(before.encode())
                for part in _write_lines(wanted[int(number[1]) - 1].rows):
                    sheet.write(part.encode())
                    yield from sink.take()
                sheet.write((_ROWS_END + after).encode())
    yield from sink.take()


class _Sink:
    """What was written since it was last asked: a zip that goes out as it comes cannot be gone back in."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        """Keep it until it is taken."""
        self._written += data
        return len(data)

    def flush(self) -> None:
        """Nothing lies elsewhere."""

    def close(self) -> None:
        """What is not taken yet still is."""

    def take(self) -> Iterator[bytes]:
        """All of it, once; nothing where there is none, as an empty piece may be the last one to whoever sends it."""
        taken, self._written = bytes(self._written), bytearray()
        if taken:
            yield taken


def _write_heads(sheets: Sequence[SheetToWrite]) -> io.BytesIO:
    """The workbook without its rows."""
    file = io.BytesIO()
    book = Workbook(file, _PLAIN)  # type: ignore[arg-type]  # its types say a name only; it takes a file too
    for written in sheets:
        sheet = book.add_worksheet(written.name)
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(written.head) - 1, _WIDTH)
        for column, name in enumerate(written.head):
            sheet.write_string(0, column, guard(name), bold)
    book.close()
    return file


def _write_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines after the head, some hundred at a time."""
    lines = list[str]()
    for number, row in enumerate(rows, 2):
        cells = "".join(
            f'<c r="{xl_col_to_name(column)}{number}" t="inlineStr">{_as_text(guard(cell))}</c>'
            for column, cell in enumerate(row)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
        if len(lines) == ROWS_AT_ONCE:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def _as_text(cell: str) -> str:
    """As XML of a workbook has it: what XML cannot hold stands by its number, and what looks like that does too."""
    text = _LIKE_A_NUMBER.sub(r"_x005F\g<0>", cell[:_LONGEST_CELL])
    held = escape(_UNHELD.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
    return f'<is><t xml:space="preserve">{held}</t></is>'


def _take(buffer: io.StringIO) -> bytes:
    written = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return written
