"""Raw XML nodes in, frozen elements out: one function per BPMN tag; events are in event_builders.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypedDict

from engine.model.definitions import Definitions
from engine.model.elements import (
    CallActivity,
    ElementType,
    ExclusiveGateway,
    Flow,
    FlowNode,
    InclusiveGateway,
    ParallelGateway,
    ReceiveTask,
    ServiceTask,
    SubProcess,
    VariableMapping,
)
from engine.model.events import EventSubProcess
from engine.model.extensions import (
    check_binding,
    find_extension,
    read_flag,
    read_mappings,
    read_task_definition,
)
from engine.model.fault_list import FaultList
from engine.model.scope_reader import ScopedNodes, is_event_sub_process
from engine.model.text import Text
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
    event_sub_process_ids: tuple[str, ...]


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
            event_sub_process_ids=self.scoped.event_sub_processes(node_id),
        )

    def optional(self, node: XmlNode, extension_tag: str, name: str) -> Text | None:
        """An attribute of a zeebe extension, static or an expression; None when it is absent or empty."""
        extension = find_extension(node, extension_tag)
        value = extension.get(name) if extension else ""
        return self.faults.text(node, value, name) if value else None


def build_service_task(node: XmlNode, reading: Reading) -> FlowNode:
    """A task with a job type."""
    job = read_task_definition(node, reading.faults)
    return ServiceTask(**reading.base(node), element_type=ElementType.SERVICE_TASK, job=job)


def build_send_task(node: XmlNode, reading: Reading) -> FlowNode:
    """A message that a worker sends: for the engine a job like any other."""
    job = read_task_definition(node, reading.faults)
    return ServiceTask(**reading.base(node), element_type=ElementType.SEND_TASK, job=job)


def build_receive_task(node: XmlNode, reading: Reading) -> FlowNode:
    """A task that waits for a message."""
    message = reading.definitions.message(node, node.get("messageRef"), reading.faults)
    return ReceiveTask(**reading.base(node), element_type=ElementType.RECEIVE_TASK, message=message)


def build_exclusive_gateway(node: XmlNode, reading: Reading) -> FlowNode:
    """A gateway that chooses one flow by conditions."""
    default = _default_flow(node, reading)
    kind = ElementType.EXCLUSIVE_GATEWAY
    return ExclusiveGateway(**reading.base(node), element_type=kind, default_flow=default)


def build_inclusive_gateway(node: XmlNode, reading: Reading) -> FlowNode:
    """A gateway that chooses any number of flows by conditions."""
    default = _default_flow(node, reading)
    kind = ElementType.INCLUSIVE_GATEWAY
    return InclusiveGateway(**reading.base(node), element_type=kind, default_flow=default)


def _default_flow(node: XmlNode, reading: Reading) -> Flow | None:
    wanted = node.get("default")
    flows = reading.scoped.outgoing(node.get("id"))
    default = next((flow for flow in flows if flow.id == wanted), None)
    if wanted and default is None:
        reading.faults.add(node, f"default flow '{wanted}' does not leave this gateway")
    return default


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
    """An embedded sub-process or an event sub-process."""
    starts = [child for child in reading.scoped.in_scope(node.get("id")) if child.tag == "startEvent"]
    start_id = starts[0].get("id") if starts else ""
    if not starts and not reading.faults.are_rules_kept:
        reading.faults.add(node, "has no start event")
    if is_event_sub_process(node):
        kind = ElementType.EVENT_SUB_PROCESS
        return EventSubProcess(**reading.base(node), element_type=kind, start_id=start_id)
    return SubProcess(**reading.base(node), element_type=ElementType.SUB_PROCESS, start_id=start_id)


def build_unknown(node: XmlNode, reading: Reading) -> FlowNode:
    """An element of a stored file that this engine does not execute; a token that comes there is an incident."""
    return FlowNode(**reading.base(node), element_type=ElementType.UNKNOWN)


BUILDERS: Final[dict[str, Callable[[XmlNode, Reading], FlowNode]]] = {
    "serviceTask": build_service_task,
    "sendTask": build_send_task,
    "receiveTask": build_receive_task,
    "exclusiveGateway": build_exclusive_gateway,
    "inclusiveGateway": build_inclusive_gateway,
    "parallelGateway": build_parallel_gateway,
    "callActivity": build_call_activity,
    "subProcess": build_sub_process,
}
