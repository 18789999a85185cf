"""Asks that a person or a whole unit keeps away from a case (R111); either side may ask, staff records it."""

from dataclasses import dataclass

from sqlalchemy import select

from bpmn.names import MessageName
from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState
from models.ground.codes import RecusalOutcome, RecusalSubject, RequestedSide
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import ComplaintId, new_id
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.clocks.open_clock import OpenClock, open_clock
from services.requests.request_rows import next_no
from services.requests.tell_process import tell_own_process
from services.unit_of_work import Unit

ALREADY_RECUSED = "ALREADY_RECUSED"
RECUSAL_OPEN = "RECUSAL_OPEN"


@dataclass(frozen=True, slots=True)
class RequestRecusal:
    """Whom it is about (a login or a unit's code), why, and which side asks."""

    who_kind: RecusalSubject
    who: str
    reason: str
    requested_side: RequestedSide = RequestedSide.STAFF


def request_recusal(command: RequestRecusal, complaint: Complaint, unit: Unit, actor: Actor) -> Recusal:
    """Open the request in the caller's unit; it has its own process and clock, the case goes on beside it.

    RuleRefused: ALREADY_RECUSED, RECUSAL_OPEN for the same person or unit. InvalidInput by field.
    """
    _check(command, unit)
    _refuse_second(command, complaint, unit)
    now = unit.clock.now()
    row = Recusal(
        id=new_id(),
        complaint_id=complaint.id,
        no=next_no(Recusal, complaint.id, unit),
        round=complaint.round,
        state=RequestState.OPEN,
        requested_by=actor.name,
        requested_at=now,
        who_kind=command.who_kind,
        who=command.who,
        reason=command.reason.strip(),
        requested_side=command.requested_side,
    )
    unit.session.add(row)
    unit.session.flush()
    clock = open_clock(
        OpenClock(ComplaintId(complaint.id), ClockKind.RECUSAL, complaint.round, now, subject_id=row.id),
        unit,
    )
    row.own_clock_id = clock.id
    payload: dict[str, object] = {
        "recusal_id": row.id,
        "who_kind": row.who_kind.value,
        "who": row.who,
        "requested_side": row.requested_side.value,
    }
    unit.trail.add(complaint.id, "recusal.requested", payload, actor)
    variables = {"recusal_id": row.id, "complaint_id": complaint.id}
    tell_own_process(MessageName.RECUSAL_REQUESTED, row, variables, unit)
    return row


def _check(command: RequestRecusal, unit: Unit) -> None:
    errors: dict[str, str] = {}
    table: type[Staff] | type[OrganisationUnit] = (
        Staff if command.who_kind is RecusalSubject.STAFF else OrganisationUnit
    )
    if unit.session.get(table, command.who) is None:
        errors["who"] = "NOT_AN_OPTION"
    if not command.reason.strip():
        errors["reason"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)


def _refuse_second(command: RequestRecusal, complaint: Complaint, unit: Unit) -> None:
    earlier = unit.session.scalars(
        select(Recusal).where(
            Recusal.complaint_id == complaint.id,
            Recusal.who_kind == command.who_kind,
            Recusal.who == command.who,
        )
    ).all()
    if any(row.outcome is RecusalOutcome.RECUSED for row in earlier):
        raise RuleRefused(ALREADY_RECUSED)
    if any(row.state is RequestState.OPEN for row in earlier):
        raise RuleRefused(RECUSAL_OPEN)
