"""Events of the executable model, and the elements that are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.model.elements import FlowNode, JobDefinition, MessageDefinition, SubProcess, TimerDefinition
from engine.model.text import Text


class EndKind(StrEnum):
    """What an end event does besides ending its token."""

    NONE = "none"
    TERMINATE = "terminate"
    ESCALATION = "escalation"
    ERROR = "error"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class CodeCatch:
    """Catches a thrown error or escalation; `code` None catches all of its kind."""

    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchEvent(FlowNode):
    """At most one of the four is there; it tells what the event waits for."""

    timer: TimerDefinition | None = None
    message: MessageDefinition | None = None
    error: CodeCatch | None = None
    escalation: CodeCatch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartEvent(CatchEvent):
    """Of a process, a sub-process or an event sub-process; `message_name` and `form_id` are those of a process only.

    The form is for who starts by hand in Tasklist; a start asks for none.
    """

    message_name: str | None = None
    form_id: str | None = None
    is_interrupting: bool = True


def is_none_start(start: StartEvent) -> bool:
    """True for a start event without a trigger of its own."""
    triggers = (start.message_name, start.message, start.timer, start.error, start.escalation)
    return all(trigger is None for trigger in triggers)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryEvent(CatchEvent):
    """Waits while the activity runs that it is attached to."""

    attached_to: str
    is_interrupting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateCatchEvent(CatchEvent):
    """Waits for a message or a timer; one with a link name is where the throw of that name leads."""

    link_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSubProcess(SubProcess):
    """A scope that its start event opens while the scope around it runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBasedGateway(FlowNode):
    """Waits for all events behind it; the first one that comes goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateThrowEvent(FlowNode):
    """Passes straight through after an escalation; a message is a job, a link goes on at `link_target_id`."""

    escalation_code: str | None = None
    job: JobDefinition | None = None
    link_target_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEvent(FlowNode):
    """Ends its token; `kind` tells what else."""

    kind: EndKind = EndKind.NONE
    escalation_code: str | None = None
    error_code: Text | None = None
    job: JobDefinition | None = None
