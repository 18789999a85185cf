"""The executable model: frozen, complete, already validated; what a token can stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.model.text import Text


class ElementType(StrEnum):
    """Names as the REST interface shows them."""

    PROCESS = "PROCESS"
    START_EVENT = "START_EVENT"
    SERVICE_TASK = "SERVICE_TASK"
    USER_TASK = "USER_TASK"
    SEND_TASK = "SEND_TASK"
    SCRIPT_TASK = "SCRIPT_TASK"
    BUSINESS_RULE_TASK = "BUSINESS_RULE_TASK"
    RECEIVE_TASK = "RECEIVE_TASK"
    EXCLUSIVE_GATEWAY = "EXCLUSIVE_GATEWAY"
    INCLUSIVE_GATEWAY = "INCLUSIVE_GATEWAY"
    PARALLEL_GATEWAY = "PARALLEL_GATEWAY"
    EVENT_BASED_GATEWAY = "EVENT_BASED_GATEWAY"
    CALL_ACTIVITY = "CALL_ACTIVITY"
    SUB_PROCESS = "SUB_PROCESS"
    EVENT_SUB_PROCESS = "EVENT_SUB_PROCESS"
    MULTI_INSTANCE_BODY = "MULTI_INSTANCE_BODY"
    BOUNDARY_EVENT = "BOUNDARY_EVENT"
    INTERMEDIATE_CATCH_EVENT = "INTERMEDIATE_CATCH_EVENT"
    INTERMEDIATE_THROW_EVENT = "INTERMEDIATE_THROW_EVENT"
    END_EVENT = "END_EVENT"
    # Of a stored file only: what this engine does not execute is refused in a new one.
    UNKNOWN = "UNKNOWN"


class TimerKind(StrEnum):
    """How the value of a timer is read."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


class ListenerEvent(StrEnum):
    """The user task transitions that listeners can stand in."""

    CREATING = "creating"
    ASSIGNING = "assigning"
    UPDATING = "updating"
    COMPLETING = "completing"
    CANCELING = "canceling"


@dataclass(frozen=True, slots=True)
class VariableMapping:
    """`target` is the path of the variable that the evaluated source is written to."""

    source: Text
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is only there behind an exclusive or inclusive gateway."""

    id: str
    source_id: str
    target_id: str
    condition: Text | None = None


@dataclass(frozen=True, slots=True)
class JobDefinition:
    """What a job is made from."""

    type: Text
    retries: Text
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimerDefinition:
    """The value is evaluated once, when the element that waits is entered."""

    kind: TimerKind
    value: Text


@dataclass(frozen=True, slots=True)
class MessageDefinition:
    """A message that is waited for; `correlation_key` is None for start events."""

    name: Text
    correlation_key: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowNode:
    """Common part of all elements; `scope_id` is the surrounding sub-process or process.

    `event_sub_process_ids` are the event sub-processes that stand directly in it, if it is a scope.
    """

    id: str
    name: str | None
    element_type: ElementType
    scope_id: str
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    boundary_ids: tuple[str, ...] = ()
    event_sub_process_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTask(FlowNode):
    """Waits for one job."""

    job: JobDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptTask(FlowNode):
    """Either a job, or an expression whose value becomes `result_variable`."""

    job: JobDefinition | None = None
    expression: Text | None = None
    result_variable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessRuleTask(FlowNode):
    """Either a job, or a decision (its latest version) whose result becomes `result_variable`."""

    job: JobDefinition | None = None
    decision_id: Text | None = None
    result_variable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTask(FlowNode):
    """Waits for a person; listener jobs may deny a transition."""

    form_id: Text | None = None
    external_reference: Text | None = None
    assignee: Text | None = None
    candidate_groups: Text | None = None
    candidate_users: Text | None = None
    due_date: Text | None = None
    follow_up_date: Text | None = None
    priority: Text | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    listeners: Mapping[ListenerEvent, tuple[JobDefinition, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveTask(FlowNode):
    """Waits for one message."""

    message: MessageDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusiveGateway(FlowNode):
    """Conditions are asked in the order of the file; the default flow is never asked."""

    default_flow: Flow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusiveGateway(FlowNode):
    """Joins the tokens that can still come, then goes along every flow whose condition holds, else the default."""

    default_flow: Flow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelGateway(FlowNode):
    """Joins one token of each incoming flow, then forks to all outgoing ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallActivity(FlowNode):
    """Runs the latest version of another process as an instance of its own."""

    called_process_id: Text
    propagate_all_child_variables: bool
    propagate_all_parent_variables: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcess(FlowNode):
    """An embedded scope; it starts at its only start event."""

    start_id: str
