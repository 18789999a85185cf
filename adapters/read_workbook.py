"""A program of its own: writes the cells of the XLSX file on standard input as JSON, or ends with a code that says why not.

It is started by adapters/workbook_process.py as a file, alone and without the packages of the product, for each file.
"""

import ctypes
import datetime
import io
import json
import re
import resource
import signal
import sys
import zipfile

UNREADABLE, TOO_LARGE, FORMULAS = 3, 4, 5
MEBIBYTE = 1024 * 1024
MEMORY_BYTES = 600 * MEBIBYTE
CPU_SECONDS = 10
MOST_PARTS = 200
# What the parts hold when they are unpacked: a table of an office has far less, a bomb far more.
MOST_UNPACKED = 40 * MEBIBYTE
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 10, 10_050, 40, 4_000
# One shared text may stand in every cell: the file is small then, and what is read of it is not.
MOST_TEXT = 20_000_000
CHUNK = 64 * 1024
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FAR_CELL = re.compile(rb'\br="([A-Z]{3,}\d+|[A-Z]+(?:[2-9]\d{4}|\d{6,}))"')
_PR_SET_PDEATHSIG = 1  # prctl(2)


class _Refused(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def main() -> int:
    """Read, check, write; the exit code."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))  # SIGXCPU, a second later SIGKILL
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError  # noqa: PLC0415 - under the limits already

    content = sys.stdin.buffer.read()
    try:
        check_parts(content)
        sheets = read_sheets(content)
    except _Refused as refused:
        return refused.code
    except MemoryError:
        return TOO_LARGE
    except (
        CalamineError,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        RuntimeError,
        NotImplementedError,
    ):
        return UNREADABLE
    sys.stdout.buffer.write(json.dumps(sheets, ensure_ascii=False).encode())
    return 0


def check_parts(content: bytes) -> None:
    """What the file unpacks to is counted while it is unpacked: what its head says of it may be untrue."""
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = book.infolist()
        if "xl/workbook.xml" not in book.namelist():
            raise _Refused(UNREADABLE)
        if len(parts) > MOST_PARTS:
            raise _Refused(TOO_LARGE)
        for part in parts:
            is_sheet, before = part.filename.startswith("xl/worksheets/"), b""
            with book.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    unpacked += len(chunk)
                    if unpacked > MOST_UNPACKED:
                        raise _Refused(TOO_LARGE)
                    if is_sheet:
                        _check_cells(before + chunk)
                        before = chunk[-40:]


def _check_cells(text: bytes) -> None:
    if _FORMULA.search(text):
        raise _Refused(FORMULAS)
    # One cell far out makes a table of all that lies between.
    if _FAR_CELL.search(text):
        raise _Refused(TOO_LARGE)


def read_sheets(content: bytes) -> list[dict[str, object]]:
    """Name and rows of each sheet that is shown."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - as above

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if len(book.sheet_names) > MOST_SHEETS:
        raise _Refused(TOO_LARGE)
    sheets: list[dict[str, object]] = []
    told = 0
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
            raise _Refused(TOO_LARGE)
        rows: list[list[str]] = []
        for row in sheet.to_python(skip_empty_area=False):
            rows.append([_say(cell) for cell in row])
            told += sum(map(len, rows[-1]))
            if told > MOST_TEXT:
                raise _Refused(TOO_LARGE)
        sheets.append({"name": name, "rows": rows})
    return sheets


def _say(cell: object) -> str:
    """The cell as text: a whole number without a point, a day without a time."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.date | datetime.time):
        cell = cell.isoformat()
    text = str(cell).strip()
    if len(text) > LONGEST_CELL:
        raise _Refused(TOO_LARGE)
    return text


if __name__ == "__main__":
    sys.exit(main())
