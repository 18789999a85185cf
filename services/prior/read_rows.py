"""The rows of a file by what its headings mean, each with what is wrong with it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.case.prior_case import NUMBER_LENGTH
from models.clock.legal_time import to_beijing
from models.ground.prior_codes import PriorColumn, PriorState
from services.orders.columns import read_moment
from services.prior.columns import REQUIRED
from services.prior.read_file import Line

ROW, OTHERS = "row", "others"
LONGEST_TEXT = 4_000
_MOMENTS = (PriorColumn.RECEIVED, PriorColumn.ANSWERED)


@dataclass(slots=True)
class ReadRow:
    """`fields` by column, what is other by its heading under `others`; `faults` by column, or by `row`."""

    line: int
    fields: dict[str, Any]
    faults: dict[str, str] = field(default_factory=dict)
    state: PriorState = PriorState.WAITING

    @property
    def number(self) -> str:
        """The office's own number."""
        return str(self.fields.get(PriorColumn.NUMBER.value, ""))


def read_rows(
    headings: Sequence[str], meanings: Sequence[PriorColumn], lines: Sequence[Line], now: datetime
) -> Iterator[ReadRow]:
    """Each line once; a number that came before in the file is the same row again, or a fault where it tells another."""
    seen: dict[str, dict[str, Any]] = {}
    named = _name_columns(headings)
    for line, cells in lines:
        row = _read(line, cells, named, meanings)
        if not row.faults:
            row.faults = _find_faults(row.fields, now)
        if row.faults:
            row.state = PriorState.WRONG
        elif row.number in seen:
            is_same = seen[row.number] == row.fields
            row.state = PriorState.SAME if is_same else PriorState.WRONG
            row.faults = {} if is_same else {PriorColumn.NUMBER.value: "NUMBER_TWICE"}
        else:
            seen[row.number] = row.fields
        yield row


def _name_columns(headings: Sequence[str]) -> list[str]:
    """The headings; one that stands twice, or is empty, with the place of its column."""
    counted = Counter(headings)
    return [
        heading if heading and counted[heading] == 1 else f"{heading}（第{place}列）"
        for place, heading in enumerate(headings, 1)
    ]


def _read(
    line: int, cells: Sequence[str] | None, headings: Sequence[str], meanings: Sequence[PriorColumn]
) -> ReadRow:
    if cells is None:
        return ReadRow(line, {}, {ROW: "TORN_ROW"})
    if any(cell.strip() for cell in cells[len(meanings) :]):
        return ReadRow(line, {}, {ROW: "TOO_MANY_CELLS"})
    fields: dict[str, Any] = {}
    others: dict[str, str] = {}
    for heading, column, cell in zip(headings, meanings, cells, strict=False):
        text = cell.replace("\r\n", "\n").replace("\0", "").strip()
        if not text or column is PriorColumn.SKIPPED:
            continue
        if column is PriorColumn.OTHER:
            others[heading] = text
        else:
            fields[column.value] = text
    return ReadRow(line, {**fields, OTHERS: others} if others else fields)


def _find_faults(fields: dict[str, Any], now: datetime) -> dict[str, str]:
    faults = {column.value: "REQUIRED" for column in REQUIRED if not fields.get(column.value)}
    for name, text in fields.items():
        longest = NUMBER_LENGTH if name == PriorColumn.NUMBER else LONGEST_TEXT
        if isinstance(text, str) and len(text) > longest:
            faults[name] = "TOO_LONG"
    if any(len(text) > LONGEST_TEXT for text in fields.get(OTHERS, {}).values()):
        faults[PriorColumn.OTHER.value] = "TOO_LONG"
    moments = {column: read_moment(fields.get(column.value, "")) for column in _MOMENTS}
    for column, moment in moments.items():
        if fields.get(column.value) and moment is None:
            faults[column.value] = "NOT_A_DATE"
        elif moment is not None and moment > now:
            faults[column.value] = "IN_THE_FUTURE"
    received, answered = moments[PriorColumn.RECEIVED], moments[PriorColumn.ANSWERED]
    if received and answered and to_beijing(answered).date() < to_beijing(received).date():
        faults[PriorColumn.ANSWERED.value] = "ANSWERED_BEFORE"
    return faults
