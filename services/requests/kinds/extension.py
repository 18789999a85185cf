"""More time is asked for (延期)."""

from bpmn.names import ExtensionElement, MessageName
from models.beside.extension import Extension
from models.case.lifecycle import ClockKind, Stage
from services.requests.request_kind import Opening, RequestKind, columns

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
    task_clocks={
        ExtensionElement.USER_TASK_DECIDE_EXTENSION.value: ClockKind.EXTENSION,
        ExtensionElement.USER_TASK_TELL_EXTENSION.value: ClockKind.EXTENSION,
    },
    lapses_on_entering=frozenset({Stage.FEEDBACK, Stage.ARCHIVED}),
    view_columns=columns("old_due_at", "new_due_at", "is_approved", "decided_at", "told_at", "is_effective"),
    page_order=50,
)
