"""Writes the rows of a file for somebody to look at, instead of those that stood there by other meanings."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from models.case.prior_case import PriorCase
from models.case.prior_table import PriorRow, PriorTable
from models.ground.prior_codes import PriorColumn, PriorState
from models.vault.keyring import get_keyring
from services.prior.read_file import FileOfBefore
from services.prior.read_rows import ReadRow, read_rows
from services.unit_of_work import Unit

_AT_ONCE = 500


def stage_rows(
    table: PriorTable, file: FileOfBefore, meanings: Sequence[PriorColumn], unit: Unit
) -> dict[PriorState, int]:
    """How many rows stand where; in the caller's unit."""
    unit.session.execute(delete(PriorRow).where(PriorRow.table_id == table.id))
    rows = list(read_rows(file.headings, meanings, file.lines, unit.clock.now()))
    known = map_digests([row.number for row in rows if row.state is PriorState.WAITING], unit)
    counted: dict[PriorState, int] = {}
    for row in rows:
        if row.state is PriorState.WAITING and row.number in known:
            row.state, row.faults = compare(known[row.number], row.fields)
        counted[row.state] = counted.get(row.state, 0) + 1
    values = [_values(table.id, row) for row in rows]
    for start in range(0, len(values), _AT_ONCE):
        unit.session.execute(insert(PriorRow), values[start : start + _AT_ONCE])
    return counted


def digest_fields(fields: Mapping[str, Any]) -> str:
    """Keyed, over all that the row tells."""
    return get_keyring().digest("prior_case", json.dumps(fields, ensure_ascii=False, sort_keys=True))


def map_digests(numbers: Collection[str], unit: Unit) -> dict[str, str]:
    """What stands there under these numbers."""
    wanted, found = sorted(set(numbers)), dict[str, str]()
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        rows = unit.session.execute(
            select(PriorCase.number, PriorCase.digest).where(PriorCase.number.in_(part))
        )
        found |= {number: digest for number, digest in rows}
    return found


def compare(digest: str, fields: Mapping[str, Any]) -> tuple[PriorState, dict[str, str]]:
    """What becomes of a row whose number stands there: the same row again, or a fault."""
    if digest == digest_fields(fields):
        return PriorState.SAME, {}
    return PriorState.WRONG, {PriorColumn.NUMBER.value: "NUMBER_TAKEN"}


def _values(table_id: str, row: ReadRow) -> dict[str, Any]:
    return {
        "table_id": table_id,
        "line": row.line,
        "number": row.number or None,
        "fields": row.fields if row.state is PriorState.WAITING else None,
        "faults": row.faults,
        "state": row.state,
    }
