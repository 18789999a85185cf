"""Rules over a whole process that no single element can see; the same diagrams are refused as by Zeebe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from engine.model.elements import ElementType, ExclusiveGateway, FlowNode, InclusiveGateway
from engine.model.event_rules import EVENT_CHECKS, Rules, check_doubles, check_event_sub_process
from engine.model.events import CatchEvent, EventSubProcess, StartEvent, is_none_start
from engine.model.fault_list import FaultList
from engine.model.loops import find_straight_loop
from engine.model.multi_instance import activity_of
from engine.model.process import Process
from engine.model.scope_reader import ScopedNodes
from engine.model.xml_tree import XmlNode


def validate(process: Process, scoped: ScopedNodes, faults: FaultList) -> None:
    """Add every fault of the process to the list."""
    rules = Rules(process, scoped, faults)
    _check_process_starts(process, scoped.process, faults)
    _check_catches(process.root, process, scoped.process, faults)
    for element in process.elements.values():
        node = scoped.nodes[element.id]
        activity = activity_of(element)
        check = _CHECKS.get(activity.element_type)
        if check is not None:
            check(activity, node, rules)
        if not isinstance(element, ExclusiveGateway | InclusiveGateway):
            _check_unconditional(element, scoped, faults)
        _check_catches(element, process, node, faults)
    loop = find_straight_loop(process)
    if loop:
        faults.add(scoped.nodes[loop[0]], f"is part of a loop without a wait state: {' -> '.join(loop)}")


def _check_process_starts(process: Process, node: XmlNode, faults: FaultList) -> None:
    starts = [e for e in process.elements.values() if isinstance(e, StartEvent) and e.scope_id == process.id]
    if not starts:
        faults.add(node, "has no start event")
    if sum(is_none_start(start) for start in starts) > 1:
        faults.add(node, "has more than one none start event")
    names = Counter(start.message_name for start in process.message_starts)
    for name, count in names.items():
        if count > 1:
            faults.add(node, f"has {count} start events for the message '{name}'")


def _check_sub_process(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    scoped, faults = rules.scoped, rules.faults
    starts = [child for child in scoped.in_scope(element.id) if child.tag == "startEvent"]
    if len(starts) != 1:
        faults.add(node, f"must have exactly one start event, but has {len(starts)}")
    if isinstance(element, EventSubProcess):
        check_event_sub_process(element, node, rules)


def _check_conditions(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    scoped, faults = rules.scoped, rules.faults
    if not isinstance(element, ExclusiveGateway | InclusiveGateway):
        return
    default = element.default_flow
    if default is not None and default.condition is not None:
        faults.add(node, f"default flow '{default.id}' must not have a condition")
    if len(element.outgoing) < 2 and default is None:
        return
    for flow in element.outgoing:
        if flow.condition is None and flow is not default:
            faults.add(scoped.flow_nodes[flow.id], "must have a condition or be the default flow")


def _check_unconditional(element: FlowNode, scoped: ScopedNodes, faults: FaultList) -> None:
    for flow in element.outgoing:
        if flow.condition is not None:
            faults.add(
                scoped.flow_nodes[flow.id],
                "conditions are only evaluated behind an exclusive or inclusive gateway",
            )


def _check_catches(element: FlowNode, process: Process, node: XmlNode, faults: FaultList) -> None:
    """No two events at one activity, and no two event sub-processes of one scope, wait for the same."""
    held = [process.elements[key] for key in element.boundary_ids]
    check_doubles([event for event in held if isinstance(event, CatchEvent)], "boundary events", node, faults)
    scopes = [process.elements[key] for key in element.event_sub_process_ids]
    starts = [process.elements.get(scope.start_id) for scope in scopes if isinstance(scope, EventSubProcess)]
    check_doubles(
        [start for start in starts if isinstance(start, StartEvent)], "event sub-processes", node, faults
    )


_CHECKS: Final[dict[ElementType, Callable[[FlowNode, XmlNode, Rules], None]]] = {
    **EVENT_CHECKS,
    ElementType.SUB_PROCESS: _check_sub_process,
    ElementType.EVENT_SUB_PROCESS: _check_sub_process,
    ElementType.EXCLUSIVE_GATEWAY: _check_conditions,
    ElementType.INCLUSIVE_GATEWAY: _check_conditions,
}
