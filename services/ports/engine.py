"""The process engine as the outbox and the projection of tasks know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

# The number of the partition stands in front of so many bits of each key (Zeebe, `Protocol.KEY_BITS`).
_KEY_BITS = 51


def partition_of(key: str) -> int:
    """The number of the engine's partition that gave out the key."""
    return int(key) >> _KEY_BITS


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message for the engine; `message_id` makes a repeat harmless within `time_to_live_ms`."""

    name: str
    correlation_key: str
    message_id: str
    variables: Mapping[str, object]
    time_to_live_ms: int


@dataclass(frozen=True, slots=True)
class EngineTask:
    """A user task as the engine's search shows it; `state` is the engine's word (`CREATED`, `COMPLETING` ...).

    `name` is the element's own in its diagram, `page` what the diagram refers to in place of a form.
    """

    user_task_key: str
    element_id: str
    process_instance_key: str
    state: str
    assignee: str | None
    candidate_groups: tuple[str, ...]
    form_key: str | None
    created_at: datetime
    name: str | None = None
    process_id: str = ""
    page: str | None = None


@dataclass(frozen=True, slots=True)
class EngineForm:
    """A deployed form; `schema` is its JSON text as deployed."""

    form_key: str
    form_id: str
    version: int
    schema: str


@dataclass(frozen=True, slots=True)
class DecisionAnswer:
    """What the latest version of a decision gave; `output` is None where no rule fits, or for the reason `failure`."""

    version: int
    output: object
    failure: str | None = None


class InstanceEnd(StrEnum):
    """How a process instance ended, in the engine's words."""

    CANCELLED = "TERMINATED"
    COMPLETED = "COMPLETED"


class ProcessEngine(Protocol):
    """The engine's commands and searches that the application uses, over REST v2; every call has a deadline.

    All methods raise OutsideUnavailable when the engine cannot be reached or is too busy, NotFound for a key
    that is unknown or ended, Conflict for a thing in another state (also: a listener denied the change).
    """

    def publish_message(self, message: OutgoingMessage) -> None:
        """Publish; a message already known by its id counts as published."""

    def create_instance(self, process_id: str, variables: Mapping[str, object]) -> str:
        """Begin the latest version of a process that nothing else begins; its key. NotFound where it is not deployed."""

    def has_process(self, process_id: str) -> bool:
        """Whether any version of this process is deployed, as far as the (eventually consistent) search knows."""

    def complete_user_task(self, user_task_key: str, variables: Mapping[str, object]) -> None:
        """Complete the task with these variables."""

    def assign_user_task(self, user_task_key: str, assignee: str) -> None:
        """Assign, overriding an earlier assignee."""

    def unassign_user_task(self, user_task_key: str) -> None:
        """Remove the assignee."""

    def cancel_instance(self, process_instance_key: str) -> None:
        """Cancel a process instance with everything it called."""

    def retry_incident(self, key: str) -> None:
        """Try again what failed; Conflict when the incident is over already."""

    def list_ended_instances(self, process_instance_keys: Sequence[str]) -> Mapping[str, InstanceEnd]:
        """How those of these instances ended that did, as far as the (eventually consistent) search knows."""

    def map_values(self, name: str, process_instance_keys: Sequence[str]) -> Mapping[str, object]:
        """One variable of the own scopes of these instances, ended ones too, as far as the search knows, by their keys."""

    def set_variables(self, element_instance_key: str, variables: Mapping[str, object]) -> None:
        """Set variables on the scope of this element or process instance."""

    def evaluate_decision(self, decision_id: str, variables: Mapping[str, object]) -> DecisionAnswer:
        """Ask the latest version of a decision, which no process waits for; a failed evaluation is an answer.

        NotFound or InvalidInput for an unknown id, as the cluster's version says it.
        """

    def list_open_user_tasks(self) -> list[EngineTask]:
        """All user tasks that are not ended, as far as the (eventually consistent) search knows."""

    def find_user_task_state(self, user_task_key: str) -> str | None:
        """The engine's state of one task (also ended ones), None when the engine does not know it."""

    def find_user_task_form(self, user_task_key: str) -> EngineForm | None:
        """The deployed form of a task; None when it has no linked form."""

    def find_latest_form(self, form_id: str) -> EngineForm | None:
        """The latest deployed version of a form; None for an unknown id, or while a search does not show it yet."""

    def list_effective_variables(self, user_task_key: str) -> dict[str, object]:
        """Variables visible to the task, innermost first wins, values decoded."""

    def complete_listener_job(self, job_key: str, denied_reason: str | None) -> None:
        """Answer a task listener job: let the change pass (None) or deny it with a reason for its author."""
