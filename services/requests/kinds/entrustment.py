"""A body outside is entrusted with an appraisal (委托、鉴定)."""

from bpmn.names import MessageName
from models.beside.entrustment import Entrustment
from models.case.lifecycle import Stage
from services.requests.request_kind import RequestKind, Window, columns

ENTRUSTMENT = RequestKind(
    name="entrustment",
    table=Entrustment,
    answered_by=MessageName.ENTRUSTMENT_RETURNED,
    lapses_on_leaving=frozenset({Stage.INVESTIGATION}),
    view_columns=columns(
        "kind", "limit_wd", "pauses_clock", "window_ends_at", "returned_at", unit_code="to_unit"
    ),
    windows=(Window("entrustment"),),
    reference_letter="W",
    page_order=30,
)
