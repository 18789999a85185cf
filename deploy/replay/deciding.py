"""Which forms decide, investigate or approve: those that a person who must keep away is neither offered nor fills in."""

from __future__ import annotations

from bpmn.names import ProcessId
from services.tasks.registry import find_task_of_form

# The stages in which it is decided what becomes of the complaint.
_STAGES = frozenset({ProcessId.INTAKE, ProcessId.INVESTIGATION, ProcessId.DISPOSAL})
_DECISIONS = ("decide-", "approve-")


def is_deciding(form_id: str) -> bool:
    """Whether the form decides about the complaint, investigates it or approves something.

    Whether somebody keeps away is decided by his superior, who may be concerned too.
    """
    task = find_task_of_form(form_id)
    if task is None or task.process is ProcessId.RECUSAL:
        return False
    return task.process in _STAGES or form_id.startswith(_DECISIONS)
