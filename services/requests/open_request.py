"""Opens a request of any kind: its row, its limit, what stands still for it, the trail, the message."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.clock.legal_time import as_iso
from models.ground.ids import ComplaintId, new_id
from services.actor import Actor
from services.clocks.open_clock import OpenClock, open_clock
from services.outbox.publish_message import publish
from services.requests.pauses import pause_for_request
from services.requests.request_kind import RequestKind
from services.requests.request_rows import next_no
from services.requests.tell_process import start_of_own_process, tell_stages
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A row with what its own kind asks; `amount` replaces the days of its limit, which may not pass `not_after`.

    Not `is_announced` when the diagram that works on it is given its id.
    """

    kind: RequestKind
    row: SideRequest
    amount: int | None = None
    not_after: datetime | None = None
    is_announced: bool = True


def open_request(new: NewRequest, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Open it in the caller's unit; the rules of its kind were asked before."""
    row = new.row
    row.id, row.complaint_id, row.round = new_id(), complaint.id, complaint.round
    row.no, row.state = next_no(new.kind.table, complaint.id, unit), RequestState.OPEN
    row.requested_by, row.requested_at = actor.name, unit.clock.now()
    unit.session.add(row)
    unit.session.flush()
    _open_limit(new, unit)
    opening = new.kind.opening
    if opening.holds is not None and opening.holds(row) is not None:
        pause_for_request(new.kind, row, unit)
    payload = {opening.id_name: row.id} | {name: _plain(row, column) for name, column in opening.told.items()}
    unit.trail.add(complaint.id, opening.event, payload, actor)
    if new.is_announced:
        announce(new.kind, row, unit)


def announce(kind: RequestKind, row: SideRequest, unit: Unit, *, after: str = "") -> None:
    """Tell the diagrams of an open request, so that its own process begins or the stages of its case wait for it.

    `after` is the key of an own process that the engine has lost: another one begins.
    """
    opening = kind.opening
    variables = {opening.id_name: row.id} | {
        name: _plain(row, column) for name, column in opening.sent.items()
    }
    if kind.has_own_process:
        publish(start_of_own_process(opening.message, row, variables, after), unit)
    else:
        tell_stages(opening.message, row, variables, unit)


def _open_limit(new: NewRequest, unit: Unit) -> None:
    row, column = new.row, new.kind.opening_column
    if column is None:
        return
    limit = OpenClock(
        ComplaintId(row.complaint_id),
        new.kind.clocks[column],
        row.round,
        row.requested_at,
        subject_id=row.id,
        amount=new.amount,
        not_after=new.not_after,
    )
    setattr(row, column, open_clock(limit, unit).id)


def _plain(row: SideRequest, column: str) -> object:
    """A value as trail and messages keep it."""
    value = getattr(row, column)
    if isinstance(value, datetime):
        return as_iso(value)
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, list) else value
