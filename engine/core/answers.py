"""What the core answers to commands, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from engine.core.decision_answers import DecisionEvaluated, DeployedGraph
from engine.errors import CommandRejected, DeploymentError
from engine.state.entity import Variables


@dataclass(frozen=True, slots=True)
class DeployedProcess:
    """A process of an accepted deployment; an unchanged one keeps key and version."""

    process_definition_key: int
    process_id: str
    version: int
    resource_name: str
    version_tag: str | None


@dataclass(frozen=True, slots=True)
class DeployedForm:
    """A form of an accepted deployment; an unchanged one keeps key and version."""

    form_key: int
    form_id: str
    version: int
    resource_name: str
    version_tag: str | None


@dataclass(frozen=True, slots=True)
class Deployed:
    """Answer to `Deploy`."""

    deployment_key: int
    processes: tuple[DeployedProcess, ...]
    forms: tuple[DeployedForm, ...]
    graphs: tuple[DeployedGraph, ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceCreated:
    """Answer to `CreateInstance`."""

    process_instance_key: int
    process_definition_key: int
    process_id: str
    version: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceCompleted:
    """Answer to `CreateInstance` that awaited completion; `variables` are those of the root scope."""

    created: InstanceCreated
    variables: Variables


@dataclass(frozen=True, slots=True)
class VariablesSet:
    """Answer to `SetVariables`."""

    key: int


@dataclass(frozen=True, slots=True)
class MessagePublished:
    """Answer to `PublishMessage`."""

    message_key: int


@dataclass(frozen=True, slots=True)
class MessageCorrelated:
    """Answer to `CorrelateMessage`: the first instance that took the message or was started by it."""

    message_key: int
    process_instance_key: int


@dataclass(frozen=True, slots=True)
class ListenerTask:
    """The user task as a task listener job sees it: pending change and corrections applied."""

    user_task_key: int
    action: str
    assignee: str | None
    candidate_groups: tuple[str, ...]
    candidate_users: tuple[str, ...]
    changed_attributes: tuple[str, ...]
    due_date: str | None
    follow_up_date: str | None
    form_key: int | None
    priority: int


@dataclass(frozen=True, slots=True)
class ActivatedJob:
    """A leased job with what its worker sees; `deadline` in epoch milliseconds."""

    key: int
    type: str
    kind: str
    listener_event: str | None
    process_instance_key: int
    process_definition_key: int
    process_id: str
    process_version: int
    element_id: str
    element_instance_key: int
    worker: str
    retries: int
    deadline: int
    custom_headers: dict[str, str] = field(default_factory=dict)
    variables: Variables = field(default_factory=dict)
    user_task: ListenerTask | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobsActivated:
    """Answer to `ActivateJobs`; empty when nothing was activatable.

    `is_truncated`: there may be more that did not fit into one message; ask again for the rest.
    """

    jobs: tuple[ActivatedJob, ...]
    is_truncated: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """Answer to commands that give nothing back."""


Result: TypeAlias = (
    Deployed
    | InstanceCreated
    | InstanceCompleted
    | VariablesSet
    | MessagePublished
    | MessageCorrelated
    | JobsActivated
    | DecisionEvaluated
    | Done
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Exactly one per command that carried a request id, maybe only after later commands."""

    request_id: int
    result: Result | None = None
    rejection: CommandRejected | DeploymentError | None = None
