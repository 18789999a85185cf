"""Opens a supervision (督办): by a supervisor's act, or by the clock that is too long over."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.ground.errors import InvalidInput
from services.actor import Actor
from services.clocks.supervised_clocks import supervision_changed
from services.requests.kinds.supervision import SUPERVISION
from services.requests.open_request import NewRequest, open_request
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
    row = Supervision(
        late_clock_id=command.clock_id,
        is_automatic=command.is_automatic,
        reason=command.reason.strip() or None,
    )
    open_request(NewRequest(SUPERVISION, row), complaint, unit, actor)
    if not row.is_automatic:
        # The clock that opens one by itself answers its own watch.
        supervision_changed(row, unit)
    return row


def _find_automatic(command: OpenSupervision, unit: Unit) -> Supervision | None:
    return unit.session.scalars(
        select(Supervision).where(
            Supervision.late_clock_id == command.clock_id,
            Supervision.is_automatic.is_(True),
            Supervision.state == RequestState.OPEN,
        )
    ).first()
