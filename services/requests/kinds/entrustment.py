"""A body outside is entrusted with an appraisal (委托、鉴定)."""

from sqlalchemy import ColumnElement, or_

from bpmn.names import MessageName
from models.beside.entrustment import Entrustment
from models.beside.side_request import SideRequest
from models.case.lifecycle import ClockPauseReason, Stage
from models.ground.codes import EntrustmentKind
from services.requests.request_kind import Opening, RequestKind, Window, columns

PAUSE_REASONS = {
    EntrustmentKind.ENTRUSTED: ClockPauseReason.ENTRUSTED,
    EntrustmentKind.APPRAISAL: ClockPauseReason.APPRAISAL,
}


def _pause_reason(row: SideRequest) -> ClockPauseReason | None:
    """Whether the limits stand still is decided for each entrustment, and approved where a policy asks for it."""
    if not isinstance(row, Entrustment) or not row.pauses_clock or not row.is_sent:
        return None
    return PAUSE_REASONS[row.kind]


def _is_sent() -> ColumnElement[bool]:
    return or_(Entrustment.needs_approval.is_(False), Entrustment.is_approved.is_(True))


ENTRUSTMENT = RequestKind(
    name="entrustment",
    table=Entrustment,
    opening=Opening(
        "entrustment.opened",
        "entrustment_id",
        MessageName.ENTRUSTMENT_OPENED,
        told=columns("no", "kind", "to_unit", "limit_wd", "pauses_clock", "needs_approval", "window_ends_at"),
        sent=columns("window_ends_at", needs_approval="awaits_approval"),
        holds=_pause_reason,
    ),
    answered_by=MessageName.ENTRUSTMENT_RETURNED,
    lapses_on_leaving=frozenset({Stage.INVESTIGATION}),
    view_columns=columns(
        *("kind", "limit_wd", "pauses_clock", "window_ends_at", "returned_at"),
        *("needs_approval", "is_approved", "decided_at"),
        unit_code="to_unit",
    ),
    windows=(Window("entrustment", is_waiting=_is_sent),),
    reference_letter="W",
    page_order=30,
)
