"""Opens a supervision (督办): by a supervisor's act, or by the clock that is too long over."""

from dataclasses import dataclass

from sqlalchemy import select

from bpmn.names import MessageName
from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState
from models.ground.errors import InvalidInput
from models.ground.ids import ComplaintId, new_id
from services.actor import Actor
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.supervised_clocks import supervision_changed
from services.requests.request_rows import next_no
from services.requests.tell_process import tell_own_process
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class OpenSupervision:
    """Why; an automatic one names the late clock instead of words."""

    complaint_id: str
    reason: str = ""
    clock_id: str | None = None
    is_automatic: bool = False


def open_supervision(command: OpenSupervision, unit: Unit, actor: Actor) -> Supervision:
    """Open it in the caller's unit, with its own clock and process.

    One open automatic supervision per late clock: a second one is the first. InvalidInput on `reason` for an act without.
    """
    if command.is_automatic and (known := _find_automatic(command, unit)) is not None:
        return known
    if not command.is_automatic and not command.reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    complaint = unit.session.get_one(Complaint, command.complaint_id)
    now = unit.clock.now()
    row = Supervision(
        id=new_id(),
        complaint_id=complaint.id,
        no=next_no(Supervision, complaint.id, unit),
        round=complaint.round,
        state=RequestState.OPEN,
        requested_by=actor.name,
        requested_at=now,
        late_clock_id=command.clock_id,
        is_automatic=command.is_automatic,
        reason=command.reason.strip() or None,
    )
    unit.session.add(row)
    unit.session.flush()
    limit = OpenClock(ComplaintId(complaint.id), ClockKind.SUPERVISION, row.round, now, subject_id=row.id)
    row.own_clock_id = open_clock(limit, unit).id
    _tell(row, unit, actor)
    if not row.is_automatic:
        # The clock that opens one by itself answers its own watch.
        supervision_changed(row, unit)
    return row


def _tell(row: Supervision, unit: Unit, actor: Actor) -> None:
    payload: dict[str, object] = {
        "supervision_id": row.id,
        "clock_id": row.late_clock_id,
        "is_automatic": row.is_automatic,
    }
    unit.trail.add(row.complaint_id, "supervision.opened", payload, actor)
    variables = {"supervision_id": row.id, "complaint_id": row.complaint_id}
    tell_own_process(MessageName.SUPERVISION_OPENED, row, variables, unit)


def _find_automatic(command: OpenSupervision, unit: Unit) -> Supervision | None:
    return unit.session.scalars(
        select(Supervision).where(
            Supervision.late_clock_id == command.clock_id,
            Supervision.is_automatic.is_(True),
            Supervision.state == RequestState.OPEN,
        )
    ).first()
