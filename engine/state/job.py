"""A unit of work for a job worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class JobState(StrEnum):
    """Life of a job as searches show it; whether a worker holds it is told by `deadline`."""

    CREATED = "CREATED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    TIMED_OUT = "TIMED_OUT"
    RETRIES_UPDATED = "RETRIES_UPDATED"
    ERROR_THROWN = "ERROR_THROWN"
    CANCELED = "CANCELED"


class JobKind(StrEnum):
    """What made the job."""

    BPMN_ELEMENT = "BPMN_ELEMENT"
    TASK_LISTENER = "TASK_LISTENER"


@dataclass(frozen=True, slots=True)
class Job:
    """Times are epoch milliseconds. `worker` and `deadline` are the lease: void after a restart.

    `has_incident` keeps the job from workers until the incident is resolved.
    """

    key: int
    type: str
    kind: str
    state: str
    retries: int
    element_id: str
    element_instance_key: int
    process_instance_key: int
    process_definition_key: int
    process_id: str
    process_version: int
    created_at: int
    ended_at: int | None = None
    listener_event: str | None = None
    listener_index: int = 0
    user_task_key: int | None = None
    worker: str | None = None
    deadline: int | None = None
    back_off_until: int | None = None
    has_incident: bool = False
    error_message: str | None = None
    error_code: str | None = None
    is_denied: bool | None = None
    denied_reason: str | None = None
    custom_headers: dict[str, str] = field(default_factory=dict)
