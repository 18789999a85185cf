"""One token at one element of one instance; the root scope is the element instance of the process itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.state.entity import Json


class ElementState(StrEnum):
    """Life cycle of an element instance; searches show the first four as ACTIVE."""

    ACTIVATING = "ACTIVATING"
    ACTIVE = "ACTIVE"
    COMPLETING = "COMPLETING"
    TERMINATING = "TERMINATING"
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"


@dataclass(frozen=True, slots=True)
class ElementInstance:
    """A scope for variables and, for processes and sub-processes, the flow scope of its children.

    `scope_key` is the surrounding scope (None for the process). `tokens` counts, per joining gateway and flow,
    the tokens that wait in this scope. `interrupted_by` is the event that ended it from outside (a boundary
    event, which takes over once it is terminated), emptied it from inside (a terminate end event, or the start
    event of an event sub-process, which begins once it is empty), or came first at an event-based gateway.
    `result` holds variables of a finished job, a task or an event until the output mappings ran.
    `incident_count` counts open incidents of itself and everything below.
    `loop_counter` is the position (from 1) of an inner instance of a multi-instance body; on the body itself it
    counts the inner instances started so far, `completed_count` those that have completed.
    """

    key: int
    process_instance_key: int
    process_definition_key: int
    process_id: str
    element_id: str
    element_type: str
    state: str
    scope_key: int | None
    started_at: int
    ended_at: int | None = None
    called_instance_key: int | None = None
    interrupted_by: str | None = None
    incident_key: int | None = None
    incident_count: int = 0
    tokens: dict[str, dict[str, int]] = field(default_factory=dict)
    result: dict[str, Json] | None = None
    loop_counter: int | None = None
    completed_count: int = 0
