"""What happens when the window of a request is over and nothing came."""

from models.beside.side_request import SideRequest
from models.case.lifecycle import RequestState
from services.actor import Actor
from services.requests.pauses import resume_after_request
from services.requests.request_kind import RequestKind
from services.requests.request_rows import end_request
from services.unit_of_work import Unit

WINDOW_OVER = "WINDOW_OVER"


def expire_request(kind: RequestKind, row: SideRequest, unit: Unit, actor: Actor) -> None:
    """The case goes on with what is on file, and the clocks with it. The caller holds the open row's lock."""
    end_request(row, RequestState.EXPIRED, WINDOW_OVER, unit)
    resume_after_request(row, unit)
    payload = {"kind": kind.name, "request_id": row.id}
    unit.trail.add(row.complaint_id, "request.expired", payload, actor)
