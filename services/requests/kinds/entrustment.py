"""A body outside is entrusted with an appraisal (委托、鉴定)."""

from bpmn.names import MessageName
from models.beside.entrustment import Entrustment
from models.case.lifecycle import Stage
from services.requests.request_kind import RequestKind

ENTRUSTMENT = RequestKind(
    name="entrustment",
    table=Entrustment,
    answered_by=MessageName.ENTRUSTMENT_RETURNED,
    lapses_on_leaving=frozenset({Stage.INVESTIGATION}),
)
