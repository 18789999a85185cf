"""Writes the rows of a file for somebody to look at, instead of those that stood there by other meanings."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What a row of a table that stands told, as a digest, and which table that is."""

    digest: str
    table_id: str


def stage_rows(
    table: PriorTable, file: FileOfBefore, meanings: Sequence[PriorColumn], unit: Unit
) -> dict[PriorState, int]:
    """How many rows stand where; in the caller's unit."""
    unit.session.execute(delete(PriorRow).where(PriorRow.table_id == table.id))
    rows = list(read_rows(file.headings, meanings, file.lines, unit.clock.now()))
    known = map_standing([row.number for row in rows if row.state is PriorState.WAITING], unit)
    counted: dict[PriorState, int] = {}
    values: list[dict[str, Any]] = []
    for row in rows:
        standing = known.get(row.number) if row.state is PriorState.WAITING else None
        if standing is not None:
            row.state, row.faults = compare(standing, row.fields)
        counted[row.state] = counted.get(row.state, 0) + 1
        values.append(_values(table.id, row, standing))
    for start in range(0, len(values), _AT_ONCE):
        unit.session.execute(insert(PriorRow), values[start : start + _AT_ONCE])
    return counted


def digest_fields(fields: Mapping[str, Any]) -> str:
    """Keyed, over all that the row tells."""
    return get_keyring().digest("prior_case", json.dumps(fields, ensure_ascii=False, sort_keys=True))


def map_standing(numbers: Collection[str], unit: Unit) -> dict[str, Standing]:
    """What stands there under these numbers; no table with one of them is taken back before the caller's unit ends."""
    wanted, found = sorted(set(numbers)), dict[str, Standing]()
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        rows = unit.session.execute(
            select(PriorCase.number, PriorCase.digest, PriorCase.table_id)
            .join(PriorTable, PriorTable.id == PriorCase.table_id)
            .where(PriorCase.number.in_(part), PriorTable.taken_back_at.is_(None))
            .with_for_update(read=True, key_share=True, of=PriorTable)
        )
        found |= {number: Standing(digest, table_id) for number, digest, table_id in rows}
    return found


def compare(standing: Standing, fields: Mapping[str, Any]) -> tuple[PriorState, dict[str, str]]:
    """What becomes of a row whose number stands there: the same row again, or a fault."""
    if standing.digest == digest_fields(fields):
        return PriorState.SAME, {}
    return PriorState.WRONG, {PriorColumn.NUMBER.value: "NUMBER_TAKEN"}


def _values(table_id: str, row: ReadRow, standing: Standing | None) -> dict[str, Any]:
    same_as = standing if row.state is PriorState.SAME else None
    return {
        "table_id": table_id,
        "line": row.line,
        "number": row.number or None,
        "fields": row.fields if row.state is PriorState.WAITING else None,
        "faults": row.faults,
        "state": row.state,
        "same_table_id": None if same_as is None else same_as.table_id,
    }
