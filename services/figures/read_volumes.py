"""Reads a table of transactions (办件量), CSV or XLSX, by the names of its columns; each row is checked against the directory."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.orders.read_table import HEAD_WITHIN, TableRefused, decode, list_cells, split_text
from services.ports.workbooks import Sheet

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_TRANSACTIONS = 10_000_000
_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = (",", "\t", ";")
_MONTH = re.compile(r"(20\d\d)[-/.年]?(\d{1,2})(?:[-/.]0?1|月)?(?:[ T]00:00(?::00)?)?\Z")
# Longer ones are beyond MOST_TRANSACTIONS, and Python refuses to read the longest.
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3}){1,3}(?:\.0+)?\Z|\d{1,12}(?:\.0+)?\Z")
_LONGEST_HEADING = 60
_BESIDE_A_HEADING = re.compile(r"[(（][^)）]*[)）]|[\s*：:\ufeff]+")

ReadBook = Callable[[bytes], list[Sheet]]


class VolumeColumn(StrEnum):
    """The columns that are read; window and item may be missing or empty."""

    UNIT = "unit"
    WINDOW = "window"
    ITEM = "item"
    MONTH = "month"
    NUMBER = "number"


HEADINGS: Mapping[VolumeColumn, tuple[str, ...]] = {
    VolumeColumn.UNIT: ("单位", "部门", "进驻单位", "unit"),
    VolumeColumn.WINDOW: ("窗口", "窗口号", "window"),
    VolumeColumn.ITEM: ("事项", "服务事项", "事项名称", "事项编号", "item"),
    VolumeColumn.MONTH: ("月份", "月", "年月", "month"),
    VolumeColumn.NUMBER: ("办件量", "办件数", "办结量", "number"),
}
# Instead of the code of a name that two places have.
NAMED_TWICE = "?"
_NO_CODE = {"": "UNKNOWN_PLACE", NAMED_TWICE: "NAMED_TWICE"}
REQUIRED = frozenset({VolumeColumn.UNIT, VolumeColumn.MONTH, VolumeColumn.NUMBER})


@dataclass(frozen=True, slots=True)
class Places:
    """What a cell may name: a code or a name, to the code; windows and items with the unit that they belong to.

    A name that several have is NAMED_TWICE: the row says the code instead.
    """

    units: Mapping[str, str]
    windows: Mapping[str, str]
    items: Mapping[str, str]
    # By the unit's code: the items of one name belong to several units.
    items_of: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class VolumeRow:
    """One row by its line in the file; what is wrong of it by column, in `faults`: then its values mean nothing."""

    line: int
    unit: str = ""
    window: str | None = None
    item: str | None = None
    month: date = date.min
    number: int = 0
    faults: Mapping[VolumeColumn, str] = field(default_factory=dict)


def read_volumes(content: bytes, read_book: ReadBook, places: Places, today: date) -> list[VolumeRow]:
    """All rows with anything in them; TableRefused where it is no such table, Crowded where `read_book` raises it."""
    if len(content) > MOST_BYTES:
        raise TableRefused("TOO_LARGE")
    if content.startswith(_XLS):
        raise TableRefused("OLD_EXCEL")
    lines = list_cells(content, read_book, _is_head) if content.startswith(_XLSX) else _split(decode(content))
    columns = _find_columns(lines)
    rows = list[VolumeRow]()
    for line, cells in lines:
        if cells is None:
            rows.append(VolumeRow(line, faults={VolumeColumn.UNIT: "TORN_ROW"}))
        elif any(cell.strip() for cell in cells):
            told = {column: _cell(cells, at) for column, at in columns.items()}
            rows.append(_read_row(line, told, places, today))
        if len(rows) > MOST_ROWS:
            raise TableRefused("TOO_MANY_ROWS")
    if not rows:
        raise TableRefused("NO_ROWS")
    return _check_together(rows)


def _split(text: str) -> Iterator[tuple[int, Sequence[str] | None]]:
    beginning = text.split("\n", HEAD_WITHIN)[:HEAD_WITHIN]
    for delimiter in _DELIMITERS:
        if any(_is_head(_cells_of(line, delimiter)) for line in beginning if line):
            return iter(split_text(text, delimiter))
    raise TableRefused("HEADINGS")


def _cells_of(line: str, delimiter: str) -> Sequence[str]:
    """None of a line that no table has: a cell without end, a break of another system within."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _find_columns(lines: Iterator[tuple[int, Sequence[str] | None]]) -> dict[VolumeColumn, int]:
    for line, cells in lines:
        if cells is not None and (columns := _read_head(cells)):
            return columns
        if line >= HEAD_WITHIN:
            break
    raise TableRefused("HEADINGS")


def _is_head(cells: Sequence[str]) -> bool:
    return bool(_read_head(cells))


def _read_head(cells: Sequence[str]) -> dict[VolumeColumn, int]:
    """Where the columns stand; nothing where one that is needed is missing or one is there twice."""
    plain = [
        _BESIDE_A_HEADING.sub("", cell).lower() if len(cell) <= _LONGEST_HEADING else "" for cell in cells
    ]
    found = {
        column: [at for at, cell in enumerate(plain) if cell in names] for column, names in HEADINGS.items()
    }
    if any(len(places) > 1 for places in found.values()) or any(not found[column] for column in REQUIRED):
        return {}
    return {column: places[0] for column, places in found.items() if places}


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _read_row(line: int, told: Mapping[VolumeColumn, str], places: Places, today: date) -> VolumeRow:
    faults = dict[VolumeColumn, str]()
    unit = places.units.get(told[VolumeColumn.UNIT], "")
    if not told[VolumeColumn.UNIT]:
        faults[VolumeColumn.UNIT] = "REQUIRED"
    elif unit in _NO_CODE:
        faults[VolumeColumn.UNIT] = _NO_CODE[unit]
    window, item = told.get(VolumeColumn.WINDOW, ""), told.get(VolumeColumn.ITEM, "")
    if window and places.windows.get(window) is None:
        faults[VolumeColumn.WINDOW] = "UNKNOWN_PLACE"
    elif window and unit and places.windows[window] != unit:
        faults[VolumeColumn.WINDOW] = "OF_ANOTHER_UNIT"
    known = item if item in places.items else places.items_of.get((unit, item), "")
    if item and known in _NO_CODE:
        faults[VolumeColumn.ITEM] = _NO_CODE[known]
    elif known and unit and places.items[known] != unit:
        faults[VolumeColumn.ITEM] = "OF_ANOTHER_UNIT"
    month, fault = _read_month(told[VolumeColumn.MONTH], today)
    if fault:
        faults[VolumeColumn.MONTH] = fault
    number = _read_number(told[VolumeColumn.NUMBER])
    if number is None:
        faults[VolumeColumn.NUMBER] = "NOT_A_NUMBER" if told[VolumeColumn.NUMBER] else "REQUIRED"
    return VolumeRow(line, unit, window or None, known or None, month, number or 0, faults)


def _read_month(text: str, today: date) -> tuple[date, str]:
    """Its first day, or why it is none: a month counts once it has ended."""
    if not text:
        return date.min, "REQUIRED"
    told = _MONTH.match(text)
    if told is None or not 1 <= int(told[2]) <= 12:
        return date.min, "NOT_A_MONTH"
    month = date(int(told[1]), int(told[2]), 1)
    return month, "MONTH_NOT_ENDED" if month >= today.replace(day=1) else ""


def _read_number(text: str) -> int | None:
    if not _NUMBER.match(text):
        return None
    number = int(text.split(".", maxsplit=1)[0].replace(",", ""))
    return number if number <= MOST_TRANSACTIONS else None


def _check_together(rows: Sequence[VolumeRow]) -> list[VolumeRow]:
    """No part twice, and no sum beside its parts: of one unit and month all rows are cut in the same way."""
    seen, cuts, told = (
        set[tuple[object, ...]](),
        dict[tuple[str, date], tuple[bool, bool]](),
        list[VolumeRow](),
    )
    for row in rows:
        cut = (row.window is not None, row.item is not None)
        place = (row.unit, row.window, row.item, row.month)
        faults = dict(row.faults)
        if not faults and place in seen:
            faults[VolumeColumn.UNIT] = "TWICE_IN_FILE"
        elif not faults and cuts.setdefault((row.unit, row.month), cut) != cut:
            faults[VolumeColumn.UNIT] = "SUM_BESIDE_PARTS"
        seen.add(place)
        told.append(row if faults == row.faults else VolumeRow(row.line, faults=faults))
    return told
