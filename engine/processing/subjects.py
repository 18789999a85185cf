"""The visible table from command to the instance that it is about; other commands are about none yet."""

from __future__ import annotations

from typing import Any, Final

from engine.core.commands import (
    AssignUserTask,
    CancelInstance,
    Command,
    CompleteJob,
    CompleteUserTask,
    FailJob,
    GoOnWithLoops,
    ResolveIncident,
    SetVariables,
    ThrowError,
    UnassignUserTask,
    UpdateJob,
    UpdateUserTask,
)
from engine.core.state import State
from engine.state.element_instance import ElementInstance
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.process_instance import ProcessInstance
from engine.state.user_task import UserTask

# The noun whose key the command carries, and the field that carries it. Any: the nouns share `process_instance_key`.
_SUBJECTS: Final[dict[type, tuple[Any, str]]] = {
    **dict.fromkeys((CompleteJob, FailJob, ThrowError, UpdateJob), (Job, "job_key")),
    **dict.fromkeys(
        (AssignUserTask, UnassignUserTask, UpdateUserTask, CompleteUserTask), (UserTask, "user_task_key")
    ),
    ResolveIncident: (Incident, "incident_key"),
    SetVariables: (ElementInstance, "element_instance_key"),
    **dict.fromkeys((CancelInstance, GoOnWithLoops), (ProcessInstance, "process_instance_key")),
}


def subject_of(state: State, command: Command) -> int | None:
    """The key of the open process instance that a command is about."""
    if type(command) not in _SUBJECTS:
        return None
    noun, name = _SUBJECTS[type(command)]
    found = state.find(noun, getattr(command, name))
    instance_key: int | None = getattr(
        found, "key" if noun is ProcessInstance else "process_instance_key", None
    )
    return instance_key
