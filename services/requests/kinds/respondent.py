"""The respondent is heard (听取被投诉人陈述)."""

from bpmn.names import MessageName
from models.beside.respondent_request import RespondentRequest
from models.case.lifecycle import Stage
from services.requests.request_kind import RequestKind, Window, columns

RESPONDENT = RequestKind(
    name="respondent",
    table=RespondentRequest,
    answered_by=MessageName.RESPONDENT_REPLIED,
    lapses_on_leaving=frozenset({Stage.INVESTIGATION}),
    view_columns=columns("unit_code", "window_ends_at", "replied_at"),
    windows=(Window("respondent"),),
    page_order=40,
)
