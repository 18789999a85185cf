"""All commands the core understands, as data; times and durations are milliseconds, keys are ints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.state.element_statistic import CountedEnd
from engine.state.entity import Entity, Variables


@dataclass(frozen=True, slots=True)
class Resource:
    """A file to deploy; the extension of `name` (.bpmn, .form) tells what it is."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Deploy:
    """Deploy all resources or none; answered by `Deployed`."""

    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class CreateInstance:
    """Start at the none start event, by definition key or by id and version (-1 = latest).

    With `awaits_completion` the answer is `InstanceCompleted`, when the instance has completed; a terminated one
    is never answered, as on Zeebe.
    """

    process_id: str = ""
    version: int = -1
    process_definition_key: int | None = None
    variables: Variables = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    awaits_completion: bool = False


@dataclass(frozen=True, slots=True)
class CancelInstance:
    """Terminate a root instance with everything below it."""

    process_instance_key: int


@dataclass(frozen=True, slots=True)
class SetVariables:
    """Set variables at a scope: strictly there if `local`, else at the nearest scope that has each name."""

    element_instance_key: int
    variables: Variables
    local: bool = False


@dataclass(frozen=True, slots=True)
class PublishMessage:
    """Correlate at once and buffer for `ttl_ms`; an equal (name, key, id) in the buffer is refused."""

    name: str
    correlation_key: str = ""
    variables: Variables = field(default_factory=dict)
    ttl_ms: int = 0
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class CorrelateMessage:
    """Give a message to who waits for it now, without a buffer; refused when nobody does."""

    name: str
    correlation_key: str = ""
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActivateJobs:
    """Lease up to `max_jobs` jobs of a type, oldest first; never waits (long polling is the runtime's)."""

    type: str
    worker: str
    timeout_ms: int
    max_jobs: int
    fetch_variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a task listener changes; None keeps a value, an empty text or list clears it."""

    assignee: str | None = None
    candidate_groups: tuple[str, ...] | None = None
    candidate_users: tuple[str, ...] | None = None
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class JobResult:
    """Answer of a task listener; denial and corrections together are refused."""

    denied: bool = False
    denied_reason: str = ""
    corrections: Corrections | None = None


@dataclass(frozen=True, slots=True)
class CompleteJob:
    """Finish a job; its variables go the way of the output mappings."""

    job_key: int
    variables: Variables = field(default_factory=dict)
    result: JobResult | None = None


@dataclass(frozen=True, slots=True)
class FailJob:
    """Give a job back with so many retries left; 0 raises an incident."""

    job_key: int
    retries: int
    back_off_ms: int = 0
    message: str = ""
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ThrowError:
    """End a job with a BPMN error code; an uncaught one raises an incident. `variables` go to who catches it."""

    job_key: int
    error_code: str
    message: str = ""
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UpdateJob:
    """Change retries, or the lease (deadline = now + `timeout_ms`), or both."""

    job_key: int
    retries: int | None = None
    timeout_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ResolveIncident:
    """Retry the step that failed; a second failure is a new incident."""

    incident_key: int


@dataclass(frozen=True, slots=True)
class AssignUserTask:
    """Assign; with `allow_override` false only while nobody is assigned. Answered after the last listener."""

    user_task_key: int
    assignee: str
    allow_override: bool = True
    action: str = ""


@dataclass(frozen=True, slots=True)
class UnassignUserTask:
    """Take the assignee away. Answered after the last listener."""

    user_task_key: int
    action: str = ""


@dataclass(frozen=True, slots=True)
class UpdateUserTask:
    """Change attributes (`changes.assignee` is refused). Answered after the last listener."""

    user_task_key: int
    changes: Corrections
    action: str = ""


@dataclass(frozen=True, slots=True)
class CompleteUserTask:
    """Complete with variables; an assignee is not needed. Answered after the last listener."""

    user_task_key: int
    variables: Variables = field(default_factory=dict)
    action: str = ""


@dataclass(frozen=True, slots=True)
class EvaluateDecision:
    """Evaluate by definition key, or the latest version of an id; answered also when the evaluation fails."""

    decision_id: str = ""
    decision_key: int | None = None
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FireDue:
    """Whatever is due now, a bounded number at once, each in a `FireNext` of its own."""


@dataclass(frozen=True, slots=True)
class FireNext:
    """The earliest that is due: a timer, an ended lease or back-off, an expired message. Made by the core."""


@dataclass(frozen=True, slots=True)
class DeliverKept:
    """Give a message that was kept for a root that rested to those of its tree that wait for it. Made by the core."""

    message_key: int
    root_instance_key: int


@dataclass(frozen=True, slots=True)
class StartBuffered:
    """Let the oldest buffered message start an instance that a lock held back until now. Made by the core."""

    process_id: str
    correlation_key: str


@dataclass(frozen=True, slots=True)
class ForgetHistory:
    """Delete rows of history, and let the elements among them no longer count: so many of each."""

    rows: Sequence[tuple[type[Entity], int]]
    counted: Mapping[CountedEnd, int]


@dataclass(frozen=True, slots=True)
class GoOnWithLoops:
    """Enter or end the next inner instances of an instance's large loops; asked for by the engine itself."""

    process_instance_key: int


Command: TypeAlias = (
    Deploy
    | CreateInstance
    | CancelInstance
    | SetVariables
    | PublishMessage
    | CorrelateMessage
    | ActivateJobs
    | CompleteJob
    | FailJob
    | ThrowError
    | UpdateJob
    | ResolveIncident
    | AssignUserTask
    | UnassignUserTask
    | UpdateUserTask
    | CompleteUserTask
    | EvaluateDecision
    | FireDue
    | ForgetHistory
    | GoOnWithLoops
    | FireNext
    | DeliverKept
    | StartBuffered
)
