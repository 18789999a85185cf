"""Takes in a table that the office kept before: its bytes are kept, its headings told; nothing is taken over before a look."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from models.case.prior_table import PriorHeading, PriorTable
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.prior_codes import PriorColumn
from services.actor import Actor, require_role
from services.orders.read_table import TableRefused
from services.prior.columns import digest_heading, find_faults_of_meanings, suggest_meanings
from services.prior.read_file import MOST_BYTES, FileOfBefore, read_file
from services.prior.stage_rows import stage_rows
from services.unit_of_work import Unit, UnitOfWork

# Who answers for what the office has, and who answers for what it does.
IMPORTING_ROLES = (Role.ADMINISTRATOR, Role.SUPERVISOR)
LONGEST_NAME, LONGEST_PURPOSE, SHORTEST_PURPOSE = 200, 200, 4
_REFUSALS = {
    "UNREADABLE": "FILE_UNREADABLE",
    "OLD_EXCEL": "OLD_EXCEL",
    "TOO_LARGE": "PRIOR_TOO_LARGE",
    "FORMULAS": "TABLE_FORMULAS",
    "TOO_MANY_ROWS": "PRIOR_TOO_LARGE",
    "NO_ROWS": "NO_ROWS",
    "HEADINGS": "PRIOR_HEADINGS",
}


@dataclass(frozen=True, slots=True)
class ReceiveTable:
    """A file by the name that its sender gave it, and what it is taken in for."""

    name: str
    content: bytes
    purpose: str


@dataclass(frozen=True, slots=True)
class Received:
    """Under which id it is looked at; `was_here` when the same bytes came before."""

    table_id: str
    was_here: bool


def receive_table(command: ReceiveTable, unit_of_work: UnitOfWork, actor: Actor) -> Received:
    """NotPermitted for others than administrators and supervisors; Crowded; InvalidInput on `file` and `purpose`."""
    login = require_role(actor, *IMPORTING_ROLES)
    purpose = command.purpose.strip()
    if not SHORTEST_PURPOSE <= len(purpose) <= LONGEST_PURPOSE:
        raise InvalidInput({"purpose": "TOO_LONG" if len(purpose) > LONGEST_PURPOSE else "TOO_SHORT"})
    if not command.content:
        raise InvalidInput({"file": "REQUIRED"})
    digest = hashlib.sha256(command.content).hexdigest()
    with unit_of_work.reading() as unit:
        if (earlier := _find_same(digest, unit)) is not None:
            return Received(earlier, was_here=True)
    file = open_file(command.content[: MOST_BYTES + 1], unit_of_work)
    stored = unit_of_work.ports.object_store.put(command.content)
    with unit_of_work as unit:
        row = PriorTable(
            id=new_id(),
            name=command.name.strip()[:LONGEST_NAME],
            purpose=purpose,
            by=login,
            at=unit.clock.now(),
            raw_key=stored.key,
            raw_sha256=digest,
            headings=list(file.headings),
        )
        unit.session.add(row)
        unit.session.flush()
        _read_by_known(row, file, unit)
        payload = {"table_id": row.id, "rows": len(file.lines), "sha256": digest, "purpose": purpose}
        unit.trail.add(None, "prior_table.received", payload, actor)
        return Received(row.id, was_here=False)


def open_file(content: bytes, unit_of_work: UnitOfWork) -> FileOfBefore:
    """InvalidInput on `file` where nothing can be read of it."""
    try:
        return read_file(content, unit_of_work.ports.workbooks.read)
    except TableRefused as refused:
        raise InvalidInput({"file": _REFUSALS[refused.code]}) from refused


def suggest_by_memory(headings: list[str], unit: Unit) -> list[PriorColumn | None]:
    """What the headings mean by what was said by hand before, and by our names."""
    by_digest = {digest_heading(heading): heading for heading in headings}
    rows = unit.session.scalars(select(PriorHeading).where(PriorHeading.digest.in_(by_digest)))
    return suggest_meanings(headings, {by_digest[row.digest]: row.column for row in rows})


def _read_by_known(row: PriorTable, file: FileOfBefore, unit: Unit) -> None:
    """Where every heading is known the rows are there at once; else somebody says what the others mean."""
    found = suggest_by_memory(row.headings, unit)
    meanings = [column for column in found if column is not None]
    if len(meanings) == len(found) and not find_faults_of_meanings(meanings):
        row.meanings = [column.value for column in meanings]
        stage_rows(row, file, meanings, unit)


def _find_same(digest: str, unit: Unit) -> str | None:
    query = select(PriorTable.id).where(PriorTable.raw_sha256 == digest, PriorTable.taken_back_at.is_(None))
    return unit.session.scalars(query.limit(1)).first()
