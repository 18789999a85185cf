"""A supervisor closes a supervision with an opinion, and says whether it goes into the bulletin (通报)."""

from dataclasses import dataclass

from models.beside.supervision import Supervision
from models.case.lifecycle import RequestState
from models.ground.errors import NotPermitted
from services.actor import Actor
from services.casefile.addendum import enter_addendum
from services.clocks.supervised_clocks import supervision_changed
from services.requests.request_rows import end_request, require_open
from services.unit_of_work import Unit

CLOSED = "CLOSED"
EXPLAINED_BY_SELF = "EXPLAINED_BY_SELF"


@dataclass(frozen=True, slots=True)
class CloseSupervision:
    """The supervisor's words, and whether the case goes into the bulletin."""

    opinion: str
    is_in_bulletin: bool = False


def close(row: Supervision, command: CloseSupervision, unit: Unit, actor: Actor) -> None:
    """Close it; NotPermitted("EXPLAINED_BY_SELF") for who explained the delay, Conflict("REQUEST_ENDED")."""
    require_open(row)
    if row.explained_by == actor.name:
        raise NotPermitted(code=EXPLAINED_BY_SELF)
    row.opinion, row.is_in_bulletin = command.opinion, command.is_in_bulletin
    row.closed_by = actor.name
    end_request(row, RequestState.ANSWERED, CLOSED, unit)
    payload = {"supervision_id": row.id, "is_in_bulletin": command.is_in_bulletin}
    unit.trail.add(row.complaint_id, "supervision.closed", payload, actor)
    supervision_changed(row, unit)
    enter_addendum(row.complaint_id, f"督办第{row.no}号的结论", unit, actor)
