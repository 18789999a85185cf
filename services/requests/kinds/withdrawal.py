"""The complainant wishes to withdraw (撤回)."""

from bpmn.names import MessageName
from models.beside.withdrawal import Withdrawal
from models.case.lifecycle import RequestState, Stage
from services.requests.request_kind import CitizenStep, Opening, RequestKind, columns

WITHDRAWAL = RequestKind(
    name="withdrawal",
    table=Withdrawal,
    opening=Opening(
        "withdrawal.requested",
        "withdrawal_id",
        MessageName.WITHDRAWAL_REQUESTED,
        told=columns("requested_side"),
    ),
    lapses_on_entering=frozenset({Stage.FEEDBACK, Stage.ARCHIVED}),
    view_columns=columns("requested_side", "is_confirmed", "verified_at"),
    citizen_steps=(
        CitizenStep("WITHDRAWAL_ASKED", "requested_at"),
        CitizenStep("WITHDRAWN", "verified_at", {"is_confirmed": True}),
        CitizenStep("WITHDRAWAL_REFUSED", "verified_at", {"is_confirmed": False}),
        CitizenStep("WITHDRAWAL_LAPSED", "ended_at", {"state": RequestState.LAPSED}),
    ),
    page_order=110,
)
