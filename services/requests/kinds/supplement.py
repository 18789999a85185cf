"""The complainant is asked for more material (补充材料)."""

from bpmn.names import MessageName
from models.beside.supplement_request import SupplementRequest
from models.case.lifecycle import ClockPauseReason, Stage
from services.requests.request_kind import Opening, RequestKind, Window, columns

SUPPLEMENT = RequestKind(
    name="supplement",
    table=SupplementRequest,
    opening=Opening(
        "supplement.requested",
        "supplement_request_id",
        MessageName.SUPPLEMENT_REQUESTED,
        told=columns("no", "way", "window_ends_at"),
        sent=columns("window_ends_at"),
        holds=lambda _row: ClockPauseReason.SUPPLEMENT,
    ),
    answered_by=MessageName.SUPPLEMENT_RECEIVED,
    lapses_on_leaving=frozenset({Stage.INTAKE, Stage.INVESTIGATION}),
    view_columns=columns("window_ends_at", "reminded_at"),
    windows=(Window("supplement"),),
    page_order=10,
)
