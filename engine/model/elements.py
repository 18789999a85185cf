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
    RECEIVE_TASK = "RECEIVE_TASK"
    EXCLUSIVE_GATEWAY = "EXCLUSIVE_GATEWAY"
    PARALLEL_GATEWAY = "PARALLEL_GATEWAY"
    CALL_ACTIVITY = "CALL_ACTIVITY"
    SUB_PROCESS = "SUB_PROCESS"
    BOUNDARY_EVENT = "BOUNDARY_EVENT"
    INTERMEDIATE_THROW_EVENT = "INTERMEDIATE_THROW_EVENT"
    END_EVENT = "END_EVENT"


class EndKind(StrEnum):
    """What an end event does besides ending its token."""

    NONE = "none"
    TERMINATE = "terminate"
    ESCALATION = "escalation"


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
    """A sequence flow; `condition` is only there behind an exclusive gateway."""

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
    """The value is evaluated once, when the activity is entered."""

    kind: TimerKind
    value: Text


@dataclass(frozen=True, slots=True)
class MessageDefinition:
    """A message that is waited for; `correlation_key` is None for start events."""

    name: Text
    correlation_key: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowNode:
    """Common part of all elements; `scope_id` is the surrounding sub-process or process."""

    id: str
    name: str | None
    element_type: ElementType
    scope_id: str
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    boundary_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartEvent(FlowNode):
    """`message_name` is None for a none start event."""

    message_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTask(FlowNode):
    """Waits for one job."""

    job: JobDefinition


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryEvent(FlowNode):
    """Either a timer or an escalation; `escalation_code` None with no timer catches every code."""

    attached_to: str
    is_interrupting: bool
    timer: TimerDefinition | None = None
    escalation_code: str | None = None

    @property
    def is_escalation(self) -> bool:
        """True when it is not a timer."""
        return self.timer is None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateThrowEvent(FlowNode):
    """Passes straight through; throws an escalation first when it has a code."""

    escalation_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEvent(FlowNode):
    """Ends its token; `kind` tells what else."""

    kind: EndKind = EndKind.NONE
    escalation_code: str | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """One executable process; `elements` holds all nodes of all scopes by id, `root` stands for the process."""

    id: str
    name: str | None
    version_tag: str | None
    root: FlowNode
    elements: Mapping[str, FlowNode]
    none_start_id: str | None
    message_starts: tuple[StartEvent, ...]
