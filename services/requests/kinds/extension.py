"""More time is asked for (延期)."""

from bpmn.names import ExtensionElement
from models.beside.extension import Extension
from models.case.lifecycle import ClockKind, Stage
from services.requests.request_kind import RequestKind

EXTENSION = RequestKind(
    name="extension",
    table=Extension,
    task_clocks={
        ExtensionElement.USER_TASK_DECIDE_EXTENSION.value: ClockKind.EXTENSION,
        ExtensionElement.USER_TASK_TELL_EXTENSION.value: ClockKind.EXTENSION,
    },
    lapses_on_entering=frozenset({Stage.FEEDBACK, Stage.ARCHIVED}),
)
