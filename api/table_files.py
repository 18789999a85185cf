"""Rows of text as a CSV or XLSX file, written as they come: memory stays the same however many there are."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook

CSV_TYPE = "text/csv; charset=utf-8"
# What Excel reads a CSV as UTF-8 by.
BYTE_ORDER_MARK = "\ufeff"
ROWS_AT_ONCE = 500
CHUNK_BYTES = 64 * 1024
# A cell that begins with one of these is a formula to a spreadsheet (OWASP ASVS 1.2.10).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_WIDTH = 18


def guard(cell: str) -> str:
    """The cell as text that no spreadsheet works out; a number stays one, whatever its sign."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def write_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with the mark that spreadsheets know it by, some hundred rows at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow(head)
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
    """Written in a folder of its own that is gone with the last byte."""
    with tempfile.TemporaryDirectory(prefix="jieban-table-") as folder:
        path = Path(folder) / "table.xlsx"
        book = Workbook(str(path), {**_PLAIN, "strings_to_numbers": False, "tmpdir": folder})
        try:
            for sheet in sheets:
                _fill(book, sheet)
        finally:
            book.close()
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk


def _fill(book: Workbook, written: SheetToWrite) -> None:
    sheet = book.add_worksheet(written.name)
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(written.head) - 1, _WIDTH)
    for column, name in enumerate(written.head):
        sheet.write_string(0, column, name, bold)
    for line, row in enumerate(written.rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(line, column, guard(cell))


def _take(buffer: io.StringIO) -> bytes:
    written = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return written
