"""A unit has to rectify within a limit (责令整改)."""

from bpmn.names import MessageName
from models.beside.rectification import Rectification
from models.case.lifecycle import ClockKind
from services.requests.request_kind import NO_STAGE, Opening, RequestKind, columns

RECTIFICATION = RequestKind(
    name="rectification",
    table=Rectification,
    opening=Opening(
        "rectification.ordered",
        "rectification_id",
        MessageName.RECTIFICATION_ORDERED,
        told=columns("kind", "unit_code", "matter_no"),
        sent=columns("complaint_id"),
    ),
    clocks={"own_clock_id": ClockKind.RECTIFICATION},
    has_own_process=True,
    lapses_on_entering=NO_STAGE,
    view_columns=columns("unit_code", "kind", "matter_no", "reported_at", "verified_at", "attempts"),
    unit_column="unit_code",
    page_order=80,
)
