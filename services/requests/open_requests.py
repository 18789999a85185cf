"""The open requests of a case and their lapse when the case goes on without them (因阶段结束失效)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from models.beside.extension import Extension
from models.beside.side_request import SideRequest
from models.case.lifecycle import ClockStopReason, RequestState
from models.clock.clock import Clock
from services.actor import Actor
from services.outbox.cancel_instance import cancel_instance
from services.requests.kinds import KINDS
from services.requests.kinds.extension import EXTENSION
from services.requests.pauses import resume_after_request
from services.requests.request_kind import RequestKind
from services.requests.request_rows import end_request, stop_own_clock
from services.requests.tell_process import tell_answer
from services.unit_of_work import Unit

STAGE_ENDED = "STAGE_ENDED"


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request and its kind."""

    kind: RequestKind
    row: SideRequest


def list_open_requests(
    complaint_id: str, unit: Unit, *, kinds: Iterable[RequestKind] | None = None
) -> list[OpenRequest]:
    """The open requests of these kinds, of all by default, by kind and number; who changes them holds the case's lock."""
    return [
        OpenRequest(kind, row)
        for kind in (KINDS.values() if kinds is None else kinds)
        for row in unit.session.scalars(
            select(kind.table)
            .where(
                kind.table.complaint_id == complaint_id,
                kind.table.state == RequestState.OPEN,
            )
            .order_by(kind.table.no)
        )
    ]


def lapse_requests(complaint_id: str, kinds: Iterable[RequestKind], unit: Unit, actor: Actor) -> None:
    """Let the open requests of these kinds lapse: their clocks stop, what they hold runs on, the trail says so."""
    for request in list_open_requests(complaint_id, unit, kinds=sorted(kinds, key=lambda kind: kind.name)):
        lapse_request(request, unit, actor)


def lapse_request(request: OpenRequest, unit: Unit, actor: Actor, *, reason: str = STAGE_ENDED) -> None:
    """Let one open request lapse, with its stage by default; what the engine has open for it ends too."""
    row, kind = request.row, request.kind
    end_lapsed(request, reason, unit, actor)
    if kind.answered_by is not None:
        # A lapsed one is answered too: its opening may still be on its way, and would else hold a later stage's window.
        tell_answer(kind.answered_by, row, "lapsed", unit)
    if kind.has_own_process and row.process_instance_key is not None:
        cancel_instance(row.process_instance_key, row.complaint_id, unit)


def end_lapsed(request: OpenRequest, reason: str, unit: Unit, actor: Actor) -> None:
    """End an open request as lapsed in this database; `reason` is a code."""
    row, kind = request.row, request.kind
    end_request(row, RequestState.LAPSED, reason, unit)
    for clock_id in kind.own_clocks_of(row):
        stop_own_clock(clock_id, ClockStopReason.LAPSED, unit)
    resume_after_request(row, unit)
    unit.trail.add(row.complaint_id, "request.lapsed", {"kind": kind.name, "request_id": row.id}, actor)
    if kind.after_lapse is not None:
        kind.after_lapse(row, unit)


def lapse_pointless_extensions(complaint_id: str, unit: Unit, actor: Actor) -> None:
    """Let extensions lapse whose limit does not run any more."""
    for request in list_open_requests(complaint_id, unit, kinds=(EXTENSION,)):
        row = request.row
        if (
            isinstance(row, Extension)
            and unit.session.get_one(Clock, row.extended_clock_id).stopped_at is not None
        ):
            lapse_request(request, unit, actor)
