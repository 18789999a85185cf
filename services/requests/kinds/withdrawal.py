"""The complainant wishes to withdraw (撤回)."""

from bpmn.names import MessageName
from models.beside.withdrawal import Withdrawal
from models.case.lifecycle import Stage
from services.requests.request_kind import Opening, RequestKind, columns

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
    page_order=110,
)
