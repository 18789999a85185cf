"""Evidence is linked to a suspicion: a case by its number, or a paper that is described."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.ground.accountability_codes import AccountabilityAct, AccountabilityEvidenceKind
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.office.accountability import AccountabilityEvidence
from services.access.kept_away import must_keep_away
from services.accountability.typed import read_words
from services.accountability.who_may import get_record, require
from services.actor import Actor
from services.unit_of_work import Unit, UnitOfWork

MOST = 100


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """`number` is that of a case, empty for a paper; `note` says what it shows."""

    record_id: str
    number: str
    note: str


def add_evidence(command: AddEvidence, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the record; the same again is the same.

    InvalidInput on `number` (also for a case that is kept from him), `note`; refused as who_may.py says.
    """
    with unit_of_work as unit:
        row = get_record(command.record_id, unit, actor, for_update=True)
        login = require(AccountabilityAct.ADD_EVIDENCE, row, unit, actor)
        note, fault = read_words(command.note)
        errors = {"note": fault} if fault else {}
        case = _find_case(command.number.strip(), login, unit)
        if command.number.strip() and case is None:
            errors["number"] = "UNKNOWN_CASE"
        own = AccountabilityEvidence.accountability_id == row.id
        count = unit.session.scalar(select(func.count()).select_from(AccountabilityEvidence).where(own)) or 0
        if count >= MOST:
            errors["note"] = "TOO_MANY"
        if errors:
            raise InvalidInput(errors)
        for earlier in unit.session.scalars(select(AccountabilityEvidence).where(own)):
            if (earlier.ref, earlier.note, earlier.by) == (case, note, login):
                return row.id
        kind = AccountabilityEvidenceKind.CASE if case else AccountabilityEvidenceKind.PAPER
        made = AccountabilityEvidence(
            id=new_id(), accountability_id=row.id, no=count + 1, kind=kind, ref=case
        )
        made.note, made.by, made.at = note, login, unit.clock.now()
        unit.session.add(made)
        payload = {"record": row.id, "no": made.no, "kind": kind.value}
        unit.trail.add(None, "accountability.evidence_added", payload, actor)
        return row.id


def _find_case(number: str, login: str, unit: Unit) -> str | None:
    if not number:
        return None
    query = select(Complaint.id).where(Complaint.number == number, ~must_keep_away(login, unit))
    return unit.session.scalars(query).one_or_none()
