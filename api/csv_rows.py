"""CSV as spreadsheets of an office open it: UTF-8 with its mark, every field quoted, nothing that is read as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

CSV_TYPE = "text/csv; charset=utf-8"
_MARK = "\ufeff"
# A spreadsheet takes a text that begins so for a formula, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of the file, one at a time, so that a long list is never held as a whole."""
    yield _MARK
    for row in rows:
        line = StringIO()
        csv.writer(line, quoting=csv.QUOTE_ALL).writerow([_harmless(value) for value in row])
        yield line.getvalue()


def _harmless(value: str) -> str:
    if not value.startswith(_FORMULA) or _is_number(value):
        return value
    return f"'{value}"


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
