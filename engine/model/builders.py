"""Raw XML nodes in, frozen elements out: one function per BPMN tag, listed in BUILDERS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypedDict

from engine.model.definitions import Definitions
from engine.model.elements import (
    BoundaryEvent,
    CallActivity,
    ElementType,
    EndEvent,
    EndKind,
    ExclusiveGateway,
    Flow,
    FlowNode,
    IntermediateThrowEvent,
    ParallelGateway,
    ReceiveTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    TimerDefinition,
    TimerKind,
    VariableMapping,
)
from engine.model.extensions import (
    check_binding,
    find_extension,
    read_flag,
    read_mappings,
    read_task_definition,
)
from engine.model.fault_list import FaultList
from engine.model.scope_reader import ScopedNodes
from engine.model.xml_tree import XmlNode


class Base(TypedDict):
    """The arguments that every element takes."""

    id: str
    name: str | None
    scope_id: str
    incoming: tuple[Flow, ...]
    outgoing: tuple[Flow, ...]
    inputs: tuple[VariableMapping, ...]
    outputs: tuple[VariableMapping, ...]
    boundary_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a builder may look at besides its own node."""

    scoped: ScopedNodes
    definitions: Definitions
    faults: FaultList

    def base(self, node: XmlNode) -> Base:
        """The common arguments of an element."""
        node_id = node.get("id")
        return Base(
            id=node_id,
            name=node.get("name") or None,
            scope_id=self.scoped.scope_of[node_id],
            incoming=self.scoped.incoming(node_id),
            outgoing=self.scoped.outgoing(node_id),
            inputs=read_mappings(node, "input", self.faults),
            outputs=read_mappings(node, "output", self.faults),
            boundary_ids=self.scoped.boundaries(node_id),
        )


def build_start_event(node: XmlNode, reading: Reading) -> FlowNode:
    """None or message start."""
    definition = node.find_child("messageEventDefinition")
    name = None
    if definition is not None:
        name = reading.definitions.start_message_name(node, definition.get("messageRef"), reading.faults)
    return StartEvent(**reading.base(node), element_type=ElementType.START_EVENT, message_name=name)


def build_service_task(node: XmlNode, reading: Reading) -> FlowNode:
    """A task with a job type."""
    job = read_task_definition(node, reading.faults)
    return ServiceTask(**reading.base(node), element_type=ElementType.SERVICE_TASK, job=job)


def build_receive_task(node: XmlNode, reading: Reading) -> FlowNode:
    """A task that waits for a message."""
    message = reading.definitions.message(node, node.get("messageRef"), reading.faults)
    return ReceiveTask(**reading.base(node), element_type=ElementType.RECEIVE_TASK, message=message)


def build_exclusive_gateway(node: XmlNode, reading: Reading) -> FlowNode:
    """A gateway with conditions; its default has to be one of its flows."""
    base = reading.base(node)
    wanted = node.get("default")
    default = next((flow for flow in base["outgoing"] if flow.id == wanted), None)
    if wanted and default is None:
        reading.faults.add(node, f"default flow '{wanted}' does not leave this gateway")
    return ExclusiveGateway(**base, element_type=ElementType.EXCLUSIVE_GATEWAY, default_flow=default)


def build_parallel_gateway(node: XmlNode, reading: Reading) -> FlowNode:
    """A join, a fork, or both."""
    return ParallelGateway(**reading.base(node), element_type=ElementType.PARALLEL_GATEWAY)


def build_call_activity(node: XmlNode, reading: Reading) -> FlowNode:
    """A call of the latest version of another process."""
    faults = reading.faults
    called = find_extension(node, "calledElement")
    if called is None:
        faults.add(node, "zeebe:calledElement is missing")
        called = XmlNode("", "calledElement", {})
    check_binding(node, called, faults)
    return CallActivity(
        **reading.base(node),
        element_type=ElementType.CALL_ACTIVITY,
        called_process_id=faults.required_text(node, called.get("processId"), "processId"),
        propagate_all_child_variables=read_flag(node, called, "propagateAllChildVariables", faults),
        propagate_all_parent_variables=read_flag(node, called, "propagateAllParentVariables", faults),
    )


def build_sub_process(node: XmlNode, reading: Reading) -> FlowNode:
    """An embedded sub-process; an event sub-process is refused."""
    if node.get("triggeredByEvent") == "true":
        reading.faults.add(node, "event sub-processes are not supported by this engine")
    starts = [child for child in reading.scoped.in_scope(node.get("id")) if child.tag == "startEvent"]
    start_id = starts[0].get("id") if starts else ""
    return SubProcess(**reading.base(node), element_type=ElementType.SUB_PROCESS, start_id=start_id)


def build_boundary_event(node: XmlNode, reading: Reading) -> FlowNode:
    """A timer or an escalation at an activity."""
    timer = node.find_child("timerEventDefinition")
    escalation = node.find_child("escalationEventDefinition")
    if (timer is None) == (escalation is None):
        reading.faults.add(node, "must have exactly one timer or escalation event definition")
    code = None
    if escalation is not None and escalation.get("escalationRef"):
        code = reading.definitions.escalation_code(node, escalation.get("escalationRef"), reading.faults)
    return BoundaryEvent(
        **reading.base(node),
        element_type=ElementType.BOUNDARY_EVENT,
        attached_to=node.get("attachedToRef"),
        is_interrupting=node.get("cancelActivity") != "false",
        timer=_read_timer(node, timer, reading.faults) if timer is not None else None,
        escalation_code=code,
    )


def _read_timer(node: XmlNode, definition: XmlNode, faults: FaultList) -> TimerDefinition:
    values = [(kind, child) for kind in TimerKind if (child := definition.find_child(kind.value)) is not None]
    if len(values) != 1:
        faults.add(node, "timer must have exactly one of timeDate, timeDuration, timeCycle")
        return TimerDefinition(TimerKind.DURATION, faults.text(node, "", "timer"))
    kind, child = values[0]
    return TimerDefinition(kind, faults.required_text(node, child.text.strip(), kind.value))


def build_throw_event(node: XmlNode, reading: Reading) -> FlowNode:
    """A none event, or a thrown escalation."""
    code = _thrown_code(node, reading)
    return IntermediateThrowEvent(
        **reading.base(node), element_type=ElementType.INTERMEDIATE_THROW_EVENT, escalation_code=code
    )


def build_end_event(node: XmlNode, reading: Reading) -> FlowNode:
    """A none, terminate or escalation end."""
    code = _thrown_code(node, reading)
    kind = EndKind.NONE if code is None else EndKind.ESCALATION
    if node.find_child("terminateEventDefinition") is not None:
        if code is not None:
            reading.faults.add(node, "must have at most one event definition")
        kind = EndKind.TERMINATE
    return EndEvent(**reading.base(node), element_type=ElementType.END_EVENT, kind=kind, escalation_code=code)


def _thrown_code(node: XmlNode, reading: Reading) -> str | None:
    definition = node.find_child("escalationEventDefinition")
    if definition is None:
        return None
    code = reading.definitions.escalation_code(node, definition.get("escalationRef"), reading.faults)
    if code is None:
        reading.faults.add(node, "thrown escalation has no escalationCode")
    return code or ""


BUILDERS: Final[dict[str, Callable[[XmlNode, Reading], FlowNode]]] = {
    "startEvent": build_start_event,
    "serviceTask": build_service_task,
    "receiveTask": build_receive_task,
    "exclusiveGateway": build_exclusive_gateway,
    "parallelGateway": build_parallel_gateway,
    "callActivity": build_call_activity,
    "subProcess": build_sub_process,
    "boundaryEvent": build_boundary_event,
    "intermediateThrowEvent": build_throw_event,
    "endEvent": build_end_event,
}
