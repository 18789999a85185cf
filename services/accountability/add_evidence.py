"""Evidence is linked to a suspicion: a signal that was taken up, a case by its number, or a paper that is described."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.accountability_codes import AccountabilityAct, AccountabilityEvidenceKind
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.office.accountability import AccountabilityEvidence
from models.office.falsification_signal import FalsificationSignal
from services.access.kept_away import must_keep_away
from services.accountability.signals_to_link import list_signals_to_link
from services.accountability.typed import read_words
from services.accountability.who_may import get_record, require
from services.actor import Actor
from services.unit_of_work import Unit, UnitOfWork

MOST = 100
_Kind = AccountabilityEvidenceKind


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """`number` is that of a case, `signal_id` a signal of the same person, both empty for a paper; `note` says what it shows."""

    record_id: str
    number: str
    note: str
    signal_id: str = ""


def add_evidence(command: AddEvidence, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the record; the same again is the same.

    InvalidInput on `number` (also for a case that is kept from him), `signal` (for one that signals_to_link.py does not offer),
    `note`; refused as who_may.py says.
    """
    with unit_of_work as unit:
        row = get_record(command.record_id, unit, actor, for_update=True)
        login = require(AccountabilityAct.ADD_EVIDENCE, row, unit, actor)
        note, fault = read_words(command.note)
        own = select(AccountabilityEvidence).where(AccountabilityEvidence.accountability_id == row.id)
        earlier = unit.session.scalars(own).all()
        kind, ref = _read_kind(command, login, unit)
        if any((one.kind, one.ref, one.note, one.by) == (kind, ref, note, login) for one in earlier):
            return row.id
        errors = {"note": fault} if fault else {}
        offered = list_signals_to_link(row, unit, actor) if command.signal_id else ()
        errors |= _find_faults(command, ref, offered)
        if len(earlier) >= MOST:
            errors["note"] = "TOO_MANY"
        if errors:
            raise InvalidInput(errors)
        made = AccountabilityEvidence(
            id=new_id(), accountability_id=row.id, no=len(earlier) + 1, kind=kind, ref=ref
        )
        made.note, made.by, made.at = note, login, unit.clock.now()
        unit.session.add(made)
        payload = {"record": row.id, "no": made.no, "kind": kind.value}
        unit.trail.add(None, "accountability.evidence_added", payload, actor)
        return row.id


def _read_kind(command: AddEvidence, login: str, unit: Unit) -> tuple[_Kind, str | None]:
    """What is linked; None where it is a paper, and where no case of his has the number."""
    number = command.number.strip()
    if command.signal_id:
        return _Kind.SIGNAL, command.signal_id
    if not number:
        return _Kind.PAPER, None
    query = select(Complaint.id).where(Complaint.number == number, ~must_keep_away(login, unit))
    return _Kind.CASE, unit.session.scalars(query).one_or_none()


def _find_faults(
    command: AddEvidence, ref: str | None, offered: Sequence[FalsificationSignal]
) -> dict[str, str]:
    has_number, errors = bool(command.number.strip()), dict[str, str]()
    if not command.signal_id:
        return {"number": "UNKNOWN_CASE"} if has_number and ref is None else {}
    if has_number:
        errors["number"] = "CASE_OR_SIGNAL"
    if ref not in {one.id for one in offered}:
        errors["signal"] = "SIGNAL_NOT_TO_LINK"
    return errors
