"""Decides on a recusal: who is recused is kept from this case from now on, and somebody named stands in."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.case.lifecycle import ClockStopReason, RequestState
from models.ground.codes import APART_ROLES, RecusalOutcome, RecusalSubject
from models.ground.errors import InvalidInput, NotPermitted
from models.office.staff import Staff
from services.access.excluded import covers
from services.access.handling_bar import find_handling_bar
from services.access.right_superior import list_deciders
from services.actor import Actor, staff_id_of
from services.beside.recusal.replace import replace
from services.beside.recusal.superior_bar import NOT_THE_SUPERIOR
from services.casefile.get_case import get_complaint
from services.requests.request_rows import end_request, require_open, stop_own_clock
from services.unit_of_work import Unit

# The unit of a stand-in makes the return visit too, and who handled the case makes none (ST-4).
NOBODY_TO_VISIT = "NOBODY_TO_VISIT"


@dataclass(frozen=True, slots=True)
class DecideRecusal:
    """The decision; `replaced_by` is the login of who stands in."""

    outcome: RecusalOutcome
    replaced_by: str = ""
    reason: str = ""
    basis: str | None = None


def decide_recusal(row: Recusal, command: DecideRecusal, unit: Unit, actor: Actor) -> None:
    """Decide by the right superior (R45, R111).

    NotPermitted("NOT_THE_SUPERIOR") for others, Conflict when it has ended, InvalidInput on `replaced_by` for a
    handler or unit without a stand-in, for a stand-in whom the rules exclude, and for one whose unit has nobody else who
    could make the return visit.
    """
    require_open(row)
    if staff_id_of(actor) not in list_deciders(row, unit):
        raise NotPermitted(code=NOT_THE_SUPERIOR)
    complaint = get_complaint(row.complaint_id, unit)
    is_recused = command.outcome is RecusalOutcome.RECUSED
    if is_recused:
        _check_stand_in(row, command.replaced_by, complaint, unit)
    row.outcome, row.decision_reason = command.outcome, command.reason.strip() or None
    row.basis = command.basis
    row.replaced_by = (command.replaced_by or None) if is_recused else None
    row.decided_by, row.decided_at = actor.name, unit.clock.now()
    stop_own_clock(row.own_clock_id, ClockStopReason.DECIDED, unit)
    end_request(row, RequestState.ANSWERED, command.outcome.value.upper(), unit)
    payload: dict[str, object] = {
        "recusal_id": row.id,
        "who": row.who,
        "outcome": command.outcome.value,
        "replaced_by": row.replaced_by,
    }
    unit.trail.add(row.complaint_id, "recusal.decided", payload, actor)
    if is_recused:
        replace(row, complaint, unit, actor)


def _check_stand_in(row: Recusal, login: str, complaint: Complaint, unit: Unit) -> None:
    if not login:
        is_handler = complaint.handler_id is not None and covers(row, complaint.handler_id, unit)
        if is_handler or row.who_kind is RecusalSubject.UNIT:
            raise InvalidInput({"replaced_by": "REQUIRED"})
        return
    staff = unit.session.get(Staff, login)
    if staff is None or not staff.active or covers(row, login, unit):
        raise InvalidInput({"replaced_by": "NOT_AN_OPTION"})
    if code := find_handling_bar(complaint.id, login, unit):
        raise InvalidInput({"replaced_by": code})
    if row.who_kind is RecusalSubject.UNIT and not _has_colleague(row, staff, unit):
        raise InvalidInput({"replaced_by": NOBODY_TO_VISIT})


def _has_colleague(row: Recusal, stand_in: Staff, unit: Unit) -> bool:
    """Whether his unit has somebody else who may speak with the complainant about what the stand-in did."""
    others = unit.session.execute(
        select(Staff.login, Staff.roles).where(
            Staff.unit == stand_in.unit, Staff.login != stand_in.login, Staff.active.is_(True)
        )
    )
    return any(
        not APART_ROLES.issuperset(roles)
        and not covers(row, login, unit)
        and find_handling_bar(row.complaint_id, login, unit) is None
        for login, roles in others
    )
