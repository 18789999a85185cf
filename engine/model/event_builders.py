"""Builds the events: raw XML nodes in, frozen elements out; one function per BPMN tag, listed in EVENT_BUILDERS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypedDict

from engine.model.builders import Reading
from engine.model.elements import (
    ElementType,
    FlowNode,
    JobDefinition,
    MessageDefinition,
    TimerDefinition,
    TimerKind,
)
from engine.model.events import (
    BoundaryEvent,
    CodeCatch,
    EndEvent,
    EndKind,
    EventBasedGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    StartEvent,
)
from engine.model.extensions import read_task_definition
from engine.model.fault_list import FaultList
from engine.model.linked_form import read_linked_form
from engine.model.scope_reader import is_event_sub_process
from engine.model.text import Text
from engine.model.xml_tree import XmlNode

_DEFINITION: Final = "EventDefinition"


class Caught(TypedDict):
    """What a catch event waits for."""

    timer: TimerDefinition | None
    message: MessageDefinition | None
    error: CodeCatch | None
    escalation: CodeCatch | None


def build_start_event(node: XmlNode, reading: Reading) -> FlowNode:
    """Of an event sub-process anything that can be caught, else none, message or timer."""
    base = reading.base(node)
    kind = ElementType.START_EVENT
    scope = reading.scoped.nodes.get(base["scope_id"])
    form_id = _read_start_form(node, reading)
    if form_id is not None and (scope is not None or _definitions_of(node)):
        reading.faults.add(node, "only the none start event of a process may have a form")
    if scope is not None and is_event_sub_process(scope):
        is_interrupting = node.get("isInterrupting") != "false"
        caught = _read_caught(node, reading)
        return StartEvent(**base, element_type=kind, is_interrupting=is_interrupting, **caught)
    definitions = _definitions_of(node)
    if len(definitions) > 1:
        reading.faults.add(node, "must have at most one event definition")
    for tag in ("errorEventDefinition", "escalationEventDefinition"):
        if tag in definitions:
            reading.faults.add(node, f"bpmn:{tag} is only supported at the start of an event sub-process")
    message, timer = definitions.get("messageEventDefinition"), definitions.get("timerEventDefinition")
    name = None
    if message is not None:
        name = reading.definitions.start_message_name(node, message.get("messageRef"), reading.faults)
    firing = _read_timer(node, timer, reading.faults) if timer is not None else None
    return StartEvent(**base, element_type=kind, message_name=name, timer=firing, form_id=form_id)


def _read_start_form(node: XmlNode, reading: Reading) -> str | None:
    form_id, reference = read_linked_form(node, reading)
    if reference is not None:
        reading.faults.add(node, "externalReference is only for user tasks")
    return form_id.source if form_id is not None else None


def build_boundary_event(node: XmlNode, reading: Reading) -> FlowNode:
    """A message, timer, error or escalation at an activity."""
    return BoundaryEvent(
        **reading.base(node),
        element_type=ElementType.BOUNDARY_EVENT,
        attached_to=node.get("attachedToRef"),
        is_interrupting=node.get("cancelActivity") != "false",
        **_read_caught(node, reading),
    )


def build_catch_event(node: XmlNode, reading: Reading) -> FlowNode:
    """A message or a timer that the token waits for, or where a link leads."""
    base = reading.base(node)
    kind = ElementType.INTERMEDIATE_CATCH_EVENT
    link = node.find_child("linkEventDefinition")
    if link is not None and len(_definitions_of(node)) == 1:
        return IntermediateCatchEvent(**base, element_type=kind, link_name=_link_name(node, link, reading))
    return IntermediateCatchEvent(**base, element_type=kind, **_read_caught(node, reading))


def build_throw_event(node: XmlNode, reading: Reading) -> FlowNode:
    """A none event, a thrown escalation, a message (a job) or a link."""
    if len(_definitions_of(node)) > 1:
        reading.faults.add(node, "must have at most one event definition")
    return IntermediateThrowEvent(
        **reading.base(node),
        element_type=ElementType.INTERMEDIATE_THROW_EVENT,
        escalation_code=_thrown_escalation(node, reading),
        job=_message_job(node, reading),
        link_target_id=_link_target(node, reading),
    )


_END_KINDS: Final = {
    "terminateEventDefinition": EndKind.TERMINATE,
    "escalationEventDefinition": EndKind.ESCALATION,
    "errorEventDefinition": EndKind.ERROR,
    "messageEventDefinition": EndKind.MESSAGE,
}


def build_end_event(node: XmlNode, reading: Reading) -> FlowNode:
    """A none, terminate, escalation, error or message (a job) end."""
    definitions = _definitions_of(node)
    if len(definitions) > 1:
        reading.faults.add(node, "must have at most one event definition")
    kinds = [_END_KINDS[tag] for tag in definitions if tag in _END_KINDS]
    return EndEvent(
        **reading.base(node),
        element_type=ElementType.END_EVENT,
        kind=kinds[0] if kinds else EndKind.NONE,
        escalation_code=_thrown_escalation(node, reading),
        error_code=_thrown_error(node, reading),
        job=_message_job(node, reading),
    )


def build_event_based_gateway(node: XmlNode, reading: Reading) -> FlowNode:
    """A wait for several events at once."""
    return EventBasedGateway(**reading.base(node), element_type=ElementType.EVENT_BASED_GATEWAY)


def _definitions_of(node: XmlNode) -> dict[str, XmlNode]:
    return {child.tag: child for child in node.children if child.tag.endswith(_DEFINITION)}


def _read_caught(node: XmlNode, reading: Reading) -> Caught:
    found = [child for child in node.children if child.tag.endswith(_DEFINITION)]
    if len(found) != 1:
        reading.faults.add(node, "must have exactly one event definition")
    caught = Caught(timer=None, message=None, error=None, escalation=None)
    for definition in found[:1]:
        if definition.tag == "timerEventDefinition":
            caught["timer"] = _read_timer(node, definition, reading.faults)
        elif definition.tag == "messageEventDefinition":
            reference = definition.get("messageRef")
            caught["message"] = reading.definitions.message(node, reference, reading.faults)
        elif definition.tag == "errorEventDefinition":
            caught["error"] = CodeCatch(_caught_error(node, definition, reading))
        elif definition.tag == "escalationEventDefinition":
            caught["escalation"] = CodeCatch(_caught_escalation(node, definition, reading))
    return caught


def _caught_error(node: XmlNode, definition: XmlNode, reading: Reading) -> str | None:
    if not definition.get("errorRef"):
        return None
    code = reading.definitions.error_code(node, definition.get("errorRef"), reading.faults)
    if code is not None and code.startswith("="):
        reading.faults.add(node, "errorCode of a catch must be static")
    return code


def _caught_escalation(node: XmlNode, definition: XmlNode, reading: Reading) -> str | None:
    if not definition.get("escalationRef"):
        return None
    return reading.definitions.escalation_code(node, definition.get("escalationRef"), reading.faults)


def _read_timer(node: XmlNode, definition: XmlNode, faults: FaultList) -> TimerDefinition:
    values = [(kind, child) for kind in TimerKind if (child := definition.find_child(kind.value)) is not None]
    if len(values) != 1:
        faults.add(node, "timer must have exactly one of timeDate, timeDuration, timeCycle")
        return TimerDefinition(TimerKind.DURATION, faults.text(node, "", "timer"))
    kind, child = values[0]
    return TimerDefinition(kind, faults.required_text(node, child.text.strip(), kind.value))


def _thrown_escalation(node: XmlNode, reading: Reading) -> str | None:
    definition = node.find_child("escalationEventDefinition")
    if definition is None:
        return None
    code = reading.definitions.escalation_code(node, definition.get("escalationRef"), reading.faults)
    if code is None:
        reading.faults.add(node, "thrown escalation has no escalationCode")
    return code or ""


def _thrown_error(node: XmlNode, reading: Reading) -> Text | None:
    definition = node.find_child("errorEventDefinition")
    if definition is None:
        return None
    code = reading.definitions.error_code(node, definition.get("errorRef"), reading.faults)
    if code is None:
        reading.faults.add(node, "thrown error has no errorCode")
    return reading.faults.text(node, code or "", "errorCode")


def _message_job(node: XmlNode, reading: Reading) -> JobDefinition | None:
    if node.find_child("messageEventDefinition") is None:
        return None
    return read_task_definition(node, reading.faults)


def _link_name(node: XmlNode, link: XmlNode, reading: Reading) -> str:
    name = link.get("name")
    if not name:
        reading.faults.add(node, "link name is missing")
    return name


def _link_target(node: XmlNode, reading: Reading) -> str | None:
    link = node.find_child("linkEventDefinition")
    if link is None:
        return None
    name = _link_name(node, link, reading)
    for other in reading.scoped.in_scope(reading.scoped.scope_of[node.get("id")]):
        catch = other.find_child("linkEventDefinition")
        if other.tag == "intermediateCatchEvent" and catch is not None and catch.get("name") == name:
            return other.get("id")
    reading.faults.add(node, f"there is no link catch event '{name}' in this scope")
    return ""


EVENT_BUILDERS: Final[dict[str, Callable[[XmlNode, Reading], FlowNode]]] = {
    "startEvent": build_start_event,
    "boundaryEvent": build_boundary_event,
    "intermediateCatchEvent": build_catch_event,
    "intermediateThrowEvent": build_throw_event,
    "eventBasedGateway": build_event_based_gateway,
    "endEvent": build_end_event,
}
