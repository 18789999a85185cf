"""A person or a unit is to keep away from the case (回避)."""

from bpmn.names import MessageName
from models.beside.recusal import Recusal
from models.case.lifecycle import ClockKind
from services.requests.request_kind import Opening, RequestKind, columns

RECUSAL = RequestKind(
    name="recusal",
    table=Recusal,
    opening=Opening(
        "recusal.requested",
        "recusal_id",
        MessageName.RECUSAL_REQUESTED,
        told=columns("who_kind", "who", "requested_side"),
        sent=columns("complaint_id"),
    ),
    clocks={"own_clock_id": ClockKind.RECUSAL},
    has_own_process=True,
    view_columns=columns("who_kind", "who", "requested_side", "outcome", "replaced_by", "decided_at"),
    page_order=60,
)
