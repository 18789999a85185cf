"""The respondent is heard (听取被投诉人陈述)."""

from bpmn.names import MessageName
from models.beside.respondent_request import RespondentRequest
from models.case.lifecycle import Stage
from services.requests.request_kind import Opening, RequestKind, Window, columns

RESPONDENT = RequestKind(
    name="respondent",
    table=RespondentRequest,
    opening=Opening(
        "respondent.asked",
        "respondent_request_id",
        MessageName.RESPONDENT_ASKED,
        told=columns("unit_code", "matter_nos", "window_ends_at"),
        sent=columns("window_ends_at"),
    ),
    answered_by=MessageName.RESPONDENT_REPLIED,
    lapses_on_leaving=frozenset({Stage.INVESTIGATION}),
    view_columns=columns("unit_code", "window_ends_at", "replied_at"),
    windows=(Window("respondent"),),
    unit_column="unit_code",
    page_order=40,
)
