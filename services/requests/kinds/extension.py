"""More time is asked for (延期)."""

from bpmn.names import MessageName
from models.beside.extension import Extension
from models.case.lifecycle import ClockKind, Stage
from services.requests.request_kind import CitizenStep, Opening, RequestKind, columns

EXTENSION = RequestKind(
    name="extension",
    table=Extension,
    opening=Opening(
        "extension.requested",
        "extension_id",
        MessageName.EXTENSION_REQUESTED,
        told=columns("amount", "unit", "old_due_at"),
        sent=columns("complaint_id"),
    ),
    clocks={"own_clock_id": ClockKind.EXTENSION},
    lapses_on_entering=frozenset({Stage.FEEDBACK, Stage.ARCHIVED}),
    view_columns=columns("old_due_at", "new_due_at", "is_approved", "decided_at", "told_at", "is_effective"),
    citizen_steps=(CitizenStep("EXTENDED", "told_at", {"is_effective": True}),),
    page_order=50,
)
