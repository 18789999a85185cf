"""A task for a person, managed by the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.state.entity import Json


class UserTaskState(StrEnum):
    """Life of a user task; the -ING states last while listeners run."""

    CREATING = "CREATING"
    CREATED = "CREATED"
    ASSIGNING = "ASSIGNING"
    UPDATING = "UPDATING"
    COMPLETING = "COMPLETING"
    CANCELING = "CANCELING"
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"


@dataclass(frozen=True, slots=True)
class UserTask:
    """Dates are ISO 8601 texts with offset, `created_at`/`ended_at` epoch milliseconds, `priority` 0..100.

    `pending` is the transition whose listeners run: `{"changes": {...}, "variables": {...}, "action": text}`.
    """

    key: int
    state: str
    element_id: str
    name: str | None
    element_instance_key: int
    process_instance_key: int
    process_definition_key: int
    process_id: str
    process_version: int
    created_at: int
    ended_at: int | None = None
    assignee: str | None = None
    candidate_groups: list[str] = field(default_factory=list)
    candidate_users: list[str] = field(default_factory=list)
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: int = 50
    form_key: int | None = None
    external_form_reference: str | None = None
    custom_headers: dict[str, str] = field(default_factory=dict)
    action: str = ""
    pending: dict[str, Json] | None = None
