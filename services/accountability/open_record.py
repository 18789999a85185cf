"""A supervisor or director puts a suspicion on record, from a signal that was taken up or from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.accountability_codes import (
    AccountabilityEvidenceKind,
    AccountabilityState,
    SuspicionOrigin,
)
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.ground.ids import new_id
from models.ground.signal_codes import SignalState
from models.office.accountability import Accountability, AccountabilityEvidence
from models.office.falsification_signal import FalsificationSignal
from models.office.staff import Staff
from services.accountability.typed import read_words
from services.accountability.who_may import OWN_RECORD
from services.actor import Actor, require_role
from services.once.once_per_submission import check_submission_id
from services.signals.who_sees import get_signal
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """As the form has it; with a `signal_id` the person is the signal's. Sent again with its `submission_id` it is the same."""

    submission_id: str
    person: str
    origin: str
    suspicion: str
    signal_id: str = ""


def open_record(command: OpenRecord, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id.

    InvalidInput on `person`, `origin`, `suspicion`; NotPermitted for oneself; NotFound for a signal that is not his to see,
    and for the sending of somebody else.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    check_submission_id(command.submission_id)
    with unit_of_work as unit:
        query = select(Accountability).where(Accountability.submission_id == command.submission_id)
        known = unit.session.scalars(query).one_or_none()
        if known is not None and known.opened_by == login:
            return known.id
        if known is not None:
            raise NotFound
        signal = get_signal(command.signal_id, unit, actor) if command.signal_id else None
        person, origin, suspicion = _check(command, signal, unit)
        if person == login:
            raise NotPermitted(code=OWN_RECORD)
        row = Accountability(id=new_id(), submission_id=command.submission_id, person=person, origin=origin)
        row.state, row.suspicion = AccountabilityState.OPENED, suspicion
        row.opened_by, row.opened_at = login, unit.clock.now()
        unit.session.add(row)
        unit.session.flush()
        if signal is not None:
            unit.session.add(_link(signal, row))
        unit.trail.add(None, "accountability.opened", {"record": row.id, "origin": origin.value}, actor)
        return row.id


def _link(signal: FalsificationSignal, row: Accountability) -> AccountabilityEvidence:
    """Without what was said of the signal: that was said to supervisors, and this he will read."""
    made = AccountabilityEvidence(id=new_id(), accountability_id=row.id, no=1, ref=signal.id, note="")
    made.kind, made.by, made.at = AccountabilityEvidenceKind.SIGNAL, row.opened_by, row.opened_at
    return made


def _check(
    command: OpenRecord, signal: FalsificationSignal | None, unit: Unit
) -> tuple[str, SuspicionOrigin, str]:
    suspicion, fault = read_words(command.suspicion)
    errors = {"suspicion": fault} if fault else {}
    person = signal.person if signal is not None else command.person.strip()
    if not person:
        errors["person"] = "REQUIRED"
    elif unit.session.get(Staff, person) is None:
        errors["person"] = "UNKNOWN_PERSON"
    elif signal is not None and signal.state is not SignalState.TAKEN_UP:
        errors["suspicion"] = "SIGNAL_NOT_TAKEN_UP"
    origin = SuspicionOrigin.SIGNAL.value if signal is not None else command.origin
    if origin not in set(SuspicionOrigin) or (signal is None and origin == SuspicionOrigin.SIGNAL):
        errors["origin"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return person, SuspicionOrigin(origin), suspicion
