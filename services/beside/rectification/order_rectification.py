"""Orders a unit to set something right (责令整改) or to improve its service: by an opinion or by an act."""

from dataclasses import dataclass

from sqlalchemy import select

from bpmn.names import MessageName
from models.beside.rectification import Rectification
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState
from models.case.respondent import Respondent
from models.ground.codes import RectificationKind
from models.ground.errors import InvalidInput
from models.ground.ids import ComplaintId, new_id
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.clocks.open_clock import OpenClock, open_clock
from services.requests.request_rows import next_no
from services.requests.tell_process import tell_own_process
from services.unit_of_work import Unit

LONGEST_LIMIT_WD = 60


@dataclass(frozen=True, slots=True)
class OrderRectification:
    """Which unit owes what; `due_wd` is the limit where it is not the policy's, `claim_no` the first claim behind it."""

    unit_code: str
    kind: RectificationKind
    what: str
    claim_no: int | None = None
    due_wd: int | None = None


def order_rectification(
    command: OrderRectification, complaint: Complaint, unit: Unit, actor: Actor
) -> Rectification:
    """Open the order in the caller's unit; the complaint does not wait for it. InvalidInput by field."""
    _check(command, unit)
    now = unit.clock.now()
    row = Rectification(
        id=new_id(),
        complaint_id=complaint.id,
        no=next_no(Rectification, complaint.id, unit),
        round=complaint.round,
        state=RequestState.OPEN,
        requested_by=actor.name,
        requested_at=now,
        unit_code=command.unit_code,
        kind=command.kind,
        what=command.what.strip(),
        claim_no=command.claim_no,
        due_wd=command.due_wd,
        attempts=0,
    )
    unit.session.add(row)
    unit.session.flush()
    clock = open_clock(
        OpenClock(
            ComplaintId(complaint.id),
            ClockKind.RECTIFICATION,
            complaint.round,
            now,
            subject_id=row.id,
            amount=command.due_wd,
        ),
        unit,
    )
    row.own_clock_id = clock.id
    _tell(row, unit, actor)
    return row


def _tell(row: Rectification, unit: Unit, actor: Actor) -> None:
    payload: dict[str, object] = {
        "rectification_id": row.id,
        "kind": row.kind.value,
        "unit_code": row.unit_code,
        "claim_no": row.claim_no,
    }
    unit.trail.add(row.complaint_id, "rectification.ordered", payload, actor)
    variables = {"rectification_id": row.id, "complaint_id": row.complaint_id}
    tell_own_process(MessageName.RECTIFICATION_ORDERED, row, variables, unit)


def find_owing_unit(complaint: Complaint, unit: Unit) -> str | None:
    """The unit that the case is about, else the one that handles it, else the handler's own."""
    about = unit.session.scalars(
        select(Respondent.unit)
        .join(OrganisationUnit, OrganisationUnit.code == Respondent.unit)
        .where(Respondent.complaint_id == complaint.id)
        .order_by(Respondent.id)
        .limit(1)
    ).first()
    if about or complaint.handling_unit:
        return about or complaint.handling_unit
    handler = unit.session.get(Staff, complaint.handler_id) if complaint.handler_id else None
    return None if handler is None else handler.unit


def _check(command: OrderRectification, unit: Unit) -> None:
    errors: dict[str, str] = {}
    if unit.session.get(OrganisationUnit, command.unit_code) is None:
        errors["unit"] = "NOT_AN_OPTION"
    if not command.what.strip():
        errors["what"] = "REQUIRED"
    if command.due_wd is not None and not 1 <= command.due_wd <= LONGEST_LIMIT_WD:
        errors["due_wd"] = "TOO_SMALL" if command.due_wd < 1 else "TOO_LARGE"
    if errors:
        raise InvalidInput(errors)
