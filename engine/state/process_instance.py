"""One running or finished execution of a process."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class InstanceState(StrEnum):
    """Life of an instance as searches show it."""

    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"


@dataclass(frozen=True, slots=True)
class ProcessInstance:
    """Header of an instance; its tokens are element instances, its root scope has the same key.

    `rests_by` is set at a root while nothing may happen in it and in all that it called: the key of the open incident
    of an error that nobody foresaw.

    `incident_count` counts open incidents of itself and of all instances it called. `correlation_key` is the
    key of the message that started it and locks further starts of this process id while it runs.
    """

    key: int
    process_definition_key: int
    process_id: str
    version: int
    state: str
    started_at: int
    ended_at: int | None = None
    parent_instance_key: int | None = None
    parent_element_instance_key: int | None = None
    root_instance_key: int = 0
    call_depth: int = 1
    incident_count: int = 0
    correlation_key: str | None = None
    tags: list[str] = field(default_factory=list)
    rests_by: int | None = None
