"""Fetching, binding and ending of one request row of any kind. What a kind of request means stands in its own folder."""

from typing import TypeVar

from sqlalchemy import func, select

from models.beside.side_request import SideRequest
from models.case.lifecycle import ClockStopReason, RequestState
from models.ground.errors import Conflict, NotFound
from models.ground.ids import ClockId
from services.clocks.stop_clock import EnteredFact, StopClock, stop_clock
from services.unit_of_work import Unit

RequestRow = TypeVar("RequestRow", bound=SideRequest)

REQUEST_ENDED = "REQUEST_ENDED"


def get_request(table: type[RequestRow], request_id: str, unit: Unit) -> RequestRow:
    """The row, locked until the unit ends where the database locks rows; NotFound for an unknown id."""
    row = unit.session.get(table, request_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row


def next_no(table: type[RequestRow], complaint_id: str, unit: Unit) -> int:
    """The running number of the next request of this kind in a case, from 1."""
    highest = unit.session.scalar(select(func.max(table.no)).where(table.complaint_id == complaint_id))
    return (highest or 0) + 1


def require_open(row: SideRequest) -> None:
    """Conflict("REQUEST_ENDED") for a request that was answered, refused, expired or lapsed."""
    if row.state is not RequestState.OPEN:
        raise Conflict(code=REQUEST_ENDED)


def end_request(row: SideRequest, state: RequestState, reason: str | None, unit: Unit) -> None:
    """End an open request with the short code of why; one that has ended stays as it was."""
    if row.state is not RequestState.OPEN:
        return
    row.state, row.ended_at, row.end_reason = state, unit.clock.now(), reason
    unit.session.flush()


def stop_own_clock(clock_id: str | None, reason: ClockStopReason | EnteredFact, unit: Unit) -> None:
    """Stop a clock that the request opened, now or when the fact was; none and a stopped one are left alone."""
    if clock_id is not None:
        stop_clock(StopClock(ClockId(clock_id), reason), unit)


def bind_instance(row: SideRequest, process_instance_key: str) -> bool:
    """Whether the request is open and this process instance is the one that works on it: the first that asked.

    A start message that is replayed after its time to live, or that arrives when the request has ended, binds nothing.
    """
    if row.state is not RequestState.OPEN:
        return False
    if row.process_instance_key is None:
        row.process_instance_key = process_instance_key
    return row.process_instance_key == process_instance_key
