"""Asks that a person or a whole unit keeps away from a case (R111); either side may ask, staff records it."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.ground.codes import RecusalOutcome, RecusalSubject, RequestedSide
from models.ground.errors import InvalidInput, RuleRefused
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.requests.kinds.recusal import RECUSAL
from services.requests.open_request import NewRequest, open_request
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
    row = Recusal(
        who_kind=command.who_kind,
        who=command.who,
        reason=command.reason.strip(),
        requested_side=command.requested_side,
    )
    open_request(NewRequest(RECUSAL, row), complaint, unit, actor)
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
