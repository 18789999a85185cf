"""The open requests of a case and their lapse when the case goes on without them (因阶段结束失效)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from bpmn.names import MessageName
from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.entrustment import Entrustment
from models.beside.extension import Extension
from models.beside.rectification import Rectification
from models.beside.recusal import Recusal
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.review import Review
from models.beside.side_request import SideRequest
from models.beside.supervision import Supervision
from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.lifecycle import ClockStopReason, RequestKind, RequestState
from models.clock.clock import Clock
from services.actor import Actor
from services.clocks.supervised_clocks import supervision_changed
from services.outbox.cancel_instance import cancel_instance
from services.requests.pauses import resume_after_request
from services.requests.request_rows import end_request, stop_own_clock
from services.requests.tell_process import tell_answer
from services.unit_of_work import Unit

STAGE_ENDED = "STAGE_ENDED"

REQUEST_TABLES: dict[RequestKind, type[SideRequest]] = {
    RequestKind.SUPPLEMENT: SupplementRequest,
    RequestKind.REFERRAL: Referral,
    RequestKind.EXTENSION: Extension,
    RequestKind.ENTRUSTMENT: Entrustment,
    RequestKind.RESPONDENT: RespondentRequest,
    RequestKind.RECUSAL: Recusal,
    RequestKind.SUPERVISION: Supervision,
    RequestKind.RECTIFICATION: Rectification,
    RequestKind.DISCIPLINARY_TRANSFER: DisciplinaryTransfer,
    RequestKind.REVIEW: Review,
    RequestKind.WITHDRAWAL: Withdrawal,
}
# What the window of a request waits for. A lapsed one is answered too: its opening may still be on its way, and
# would else hold a later stage's window open for nothing.
ANSWERS = {
    RequestKind.SUPPLEMENT: MessageName.SUPPLEMENT_RECEIVED,
    RequestKind.ENTRUSTMENT: MessageName.ENTRUSTMENT_RETURNED,
    RequestKind.RESPONDENT: MessageName.RESPONDENT_REPLIED,
}
# Processes of their own that end with the case; rectification, transfer and review outlive it.
ENDING_WITH_CASE = frozenset({RequestKind.RECUSAL, RequestKind.SUPERVISION})
OUTLIVING = frozenset({RequestKind.RECTIFICATION, RequestKind.DISCIPLINARY_TRANSFER, RequestKind.REVIEW})


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request and its kind."""

    kind: RequestKind
    row: SideRequest


def list_open_requests(
    complaint_id: str, unit: Unit, kinds: Iterable[RequestKind] = tuple(RequestKind)
) -> list[OpenRequest]:
    """The open requests of these kinds, by kind and number; who changes them holds the lock of their case."""
    return [
        OpenRequest(kind, row)
        for kind in kinds
        for row in unit.session.scalars(
            select(REQUEST_TABLES[kind])
            .where(
                REQUEST_TABLES[kind].complaint_id == complaint_id,
                REQUEST_TABLES[kind].state == RequestState.OPEN,
            )
            .order_by(REQUEST_TABLES[kind].no)
        )
    ]


def lapse_requests(complaint_id: str, kinds: Iterable[RequestKind], unit: Unit, actor: Actor) -> None:
    """Let the open requests of these kinds lapse: their clocks stop, what they hold runs on, the trail says so."""
    for request in list_open_requests(complaint_id, unit, sorted(kinds)):
        lapse_request(request, unit, actor)


def lapse_request(request: OpenRequest, unit: Unit, actor: Actor) -> None:
    """Let one open request lapse with its stage; what the engine has open for it ends too."""
    row, kind = request.row, request.kind
    end_lapsed(request, STAGE_ENDED, unit, actor)
    if kind in ANSWERS:
        tell_answer(ANSWERS[kind], row, "lapsed", unit)
    if kind in ENDING_WITH_CASE and row.process_instance_key is not None:
        cancel_instance(row.process_instance_key, row.complaint_id, unit)


def end_lapsed(request: OpenRequest, reason: str, unit: Unit, actor: Actor) -> None:
    """End an open request as lapsed in this database; `reason` is a code."""
    row, kind = request.row, request.kind
    end_request(row, RequestState.LAPSED, reason, unit)
    for clock_id in _own_clocks(row):
        stop_own_clock(clock_id, ClockStopReason.LAPSED, unit)
    resume_after_request(row, unit)
    unit.trail.add(row.complaint_id, "request.lapsed", {"kind": kind.value, "request_id": row.id}, actor)
    if isinstance(row, Supervision):
        supervision_changed(row, unit)


def lapse_pointless_extensions(complaint_id: str, unit: Unit, actor: Actor) -> None:
    """Let extensions lapse whose limit does not run any more."""
    for request in list_open_requests(complaint_id, unit, (RequestKind.EXTENSION,)):
        row = request.row
        if (
            isinstance(row, Extension)
            and unit.session.get_one(Clock, row.extended_clock_id).stopped_at is not None
        ):
            lapse_request(request, unit, actor)


def _own_clocks(row: SideRequest) -> tuple[str | None, ...]:
    if isinstance(row, Referral):
        return (row.sign_off_clock_id, row.arbitration_clock_id, row.result_clock_id)
    return (row.own_clock_id,)
