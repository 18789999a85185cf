"""The complainant is asked for more material (补充材料)."""

from bpmn.names import MessageName
from models.beside.supplement_request import SupplementRequest
from models.case.lifecycle import ClockPauseReason, RequestState, Stage
from services.requests.request_kind import CitizenStep, Opening, RequestKind, Window, columns

SUPPLEMENT = RequestKind(
    name="supplement",
    table=SupplementRequest,
    opening=Opening(
        "supplement.requested",
        "supplement_request_id",
        MessageName.SUPPLEMENT_REQUESTED,
        told=columns("no", "way", "matter_nos", "window_ends_at"),
        sent=columns("window_ends_at"),
        holds=lambda _row: ClockPauseReason.SUPPLEMENT,
        holds_once=True,
    ),
    answered_by=MessageName.SUPPLEMENT_RECEIVED,
    lapses_on_leaving=frozenset({Stage.INTAKE, Stage.INVESTIGATION}),
    view_columns=columns("window_ends_at", "reminded_at"),
    windows=(Window("supplement"),),
    citizen_steps=(
        CitizenStep("SUPPLEMENT_ASKED", "requested_at"),
        CitizenStep("SUPPLEMENT_EXPIRED", "ended_at", {"state": RequestState.EXPIRED}),
        CitizenStep("SUPPLEMENT_LAPSED", "ended_at", {"state": RequestState.LAPSED}),
    ),
    page_order=10,
)
