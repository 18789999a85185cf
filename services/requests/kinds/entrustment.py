"""A body outside is entrusted with an appraisal (委托、鉴定)."""

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
    """Whether the limits stand still is decided for each entrustment."""
    return PAUSE_REASONS[row.kind] if isinstance(row, Entrustment) and row.pauses_clock else None


ENTRUSTMENT = RequestKind(
    name="entrustment",
    table=Entrustment,
    opening=Opening(
        "entrustment.opened",
        "entrustment_id",
        MessageName.ENTRUSTMENT_OPENED,
        told=columns("no", "kind", "to_unit", "limit_wd", "pauses_clock", "window_ends_at"),
        sent=columns("window_ends_at"),
        holds=_pause_reason,
    ),
    answered_by=MessageName.ENTRUSTMENT_RETURNED,
    lapses_on_leaving=frozenset({Stage.INVESTIGATION}),
    view_columns=columns(
        "kind", "limit_wd", "pauses_clock", "window_ends_at", "returned_at", unit_code="to_unit"
    ),
    windows=(Window("entrustment"),),
    reference_letter="W",
    page_order=30,
)
