"""Looks as an auditor reads them: which person at what and when, of which case by its number, without a word of any case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select

from models.case.complaint import Complaint
from models.clock.legal_time import at_time
from models.ground.codes import Role
from models.ground.look_codes import LookKind, LookPurpose, read_purpose
from models.ledger.look_record import LookRecord
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

PAGE = 100
# An id that no case has: the number that was asked for is nobody's.
_NO_CASE = ""
_SHOWN = (LookRecord.seq, LookRecord.minute, LookRecord.viewer, LookRecord.kind)


@dataclass(frozen=True, slots=True)
class FindLooks:
    """What narrows the list, empty for nothing: `viewer` a login, `number` of a case, days of Beijing.

    `before` is the row before which the page begins.
    """

    kind: LookKind | None = None
    viewer: str = ""
    number: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look, at its minute; `number` of the case it belongs to; `purpose` is None where none is known."""

    seq: int
    minute: datetime
    viewer: str
    kind: LookKind
    number: str | None
    purpose: LookPurpose | None


@dataclass(frozen=True, slots=True)
class LookList:
    """The newest first; `before` leads to the next page, None on the last; `people` by login."""

    rows: tuple[LookRow, ...]
    before: int | None
    people: Mapping[str, str]


def list_looks(command: FindLooks, unit_of_work: UnitOfWork, actor: Actor) -> LookList:
    """A page of the looks that match. NotPermitted for who is no auditor."""
    require_role(actor, Role.AUDITOR)
    with unit_of_work.reading() as unit:
        query = (
            select(*_SHOWN, Complaint.number, LookRecord.purpose)
            .outerjoin(Complaint, Complaint.id == LookRecord.complaint_id)
            .where(*_conditions(command, unit))
            .order_by(LookRecord.seq.desc())
            .limit(PAGE + 1)
        )
        found = unit.session.execute(query).all()
        rows = tuple(LookRow(*row[:-1], read_purpose(row.purpose)[0]) for row in found[:PAGE])
        return LookList(rows, rows[-1].seq if len(found) > PAGE else None, map_people_names(unit))


def _conditions(command: FindLooks, unit: Unit) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if command.kind is not None:
        asked.append(LookRecord.kind == command.kind)
    if command.viewer:
        asked.append(LookRecord.viewer == command.viewer)
    if command.number:
        case = unit.session.scalar(select(Complaint.id).where(Complaint.number == command.number))
        asked.append(LookRecord.complaint_id == (case or _NO_CASE))
    if command.since is not None:
        asked.append(LookRecord.minute >= at_time(command.since, "00:00"))
    if command.until is not None:
        asked.append(LookRecord.minute < at_time(command.until + timedelta(days=1), "00:00"))
    if command.before is not None:
        asked.append(LookRecord.seq < command.before)
    return asked
