"""Rules over a whole process that no single element can see; the same diagrams are refused as by Zeebe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from engine.model.elements import (
    BoundaryEvent,
    ElementType,
    EndEvent,
    EndKind,
    ExclusiveGateway,
    FlowNode,
    Process,
    StartEvent,
    TimerKind,
)
from engine.model.fault_list import FaultList
from engine.model.loops import find_straight_loop
from engine.model.scope_reader import ScopedNodes
from engine.model.timers import TimerRefused, check_static
from engine.model.xml_tree import XmlNode

_ACTIVITIES: Final = frozenset(
    {
        ElementType.SERVICE_TASK,
        ElementType.USER_TASK,
        ElementType.RECEIVE_TASK,
        ElementType.CALL_ACTIVITY,
        ElementType.SUB_PROCESS,
    }
)
_ESCALATION_HOLDERS: Final = frozenset({ElementType.CALL_ACTIVITY, ElementType.SUB_PROCESS})


def validate(process: Process, scoped: ScopedNodes, faults: FaultList) -> None:
    """Add every fault of the process to the list."""
    _check_process_starts(process, scoped.process, faults)
    for element in process.elements.values():
        node = scoped.nodes[element.id]
        check = _CHECKS.get(element.element_type)
        if check is not None:
            check(element, node, (process, scoped, faults))
        if element.element_type is not ElementType.EXCLUSIVE_GATEWAY:
            _check_unconditional(element, scoped, faults)
        _check_boundary_codes(element, process, (node, faults))
    loop = find_straight_loop(process)
    if loop:
        faults.add(scoped.nodes[loop[0]], f"is part of a loop without a wait state: {' -> '.join(loop)}")


Rules = tuple[Process, ScopedNodes, FaultList]


def _check_process_starts(process: Process, node: XmlNode, faults: FaultList) -> None:
    starts = [e for e in process.elements.values() if isinstance(e, StartEvent) and e.scope_id == process.id]
    if not starts:
        faults.add(node, "has no start event")
    if sum(start.message_name is None for start in starts) > 1:
        faults.add(node, "has more than one none start event")
    names = Counter(start.message_name for start in process.message_starts)
    for name, count in names.items():
        if count > 1:
            faults.add(node, f"has {count} start events for the message '{name}'")


def _check_start(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    process, _, faults = rules
    if element.incoming:
        faults.add(node, "a start event must not have incoming flows")
    if element.inputs:
        faults.add(node, "a start event must not have input mappings")
    if (
        element.scope_id != process.id
        and isinstance(element, StartEvent)
        and element.message_name is not None
    ):
        faults.add(node, "the start event of a sub-process must be a none start event")


def _check_end(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    faults = rules[2]
    if element.outgoing:
        faults.add(node, "an end event must not have outgoing flows")
    if isinstance(element, EndEvent) and element.kind is EndKind.TERMINATE and element.outputs:
        faults.add(node, "a terminate end event must not have output mappings")


def _check_sub_process(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    _, scoped, faults = rules
    starts = [child for child in scoped.in_scope(element.id) if child.tag == "startEvent"]
    if len(starts) != 1:
        faults.add(node, f"must have exactly one start event, but has {len(starts)}")


def _check_exclusive(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    _, scoped, faults = rules
    if not isinstance(element, ExclusiveGateway):
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
                scoped.flow_nodes[flow.id], "conditions are only evaluated behind an exclusive gateway"
            )


def _check_boundary(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    process, scoped, faults = rules
    if not isinstance(element, BoundaryEvent):
        return
    if element.incoming:
        faults.add(node, "a boundary event must not have incoming flows")
    if not element.outgoing:
        faults.add(node, "a boundary event must have an outgoing flow")
    if element.inputs:
        faults.add(node, "a boundary event must not have input mappings")
    host = process.elements.get(element.attached_to)
    if host is None or host.element_type not in _ACTIVITIES:
        faults.add(node, f"is attached to '{element.attached_to}', which is no activity of this process")
    elif host.scope_id != scoped.scope_of[element.id]:
        faults.add(node, "stands in another scope than the activity it is attached to")
    elif element.is_escalation and host.element_type not in _ESCALATION_HOLDERS:
        faults.add(node, "an escalation boundary event needs a sub-process or a call activity")
    _check_timer(element, node, faults)


def _check_timer(element: BoundaryEvent, node: XmlNode, faults: FaultList) -> None:
    if element.timer is None:
        return
    if element.is_interrupting and element.timer.kind is TimerKind.CYCLE:
        faults.add(node, "an interrupting timer must not be a cycle")
    if element.timer.value.is_static and element.timer.value.source:
        try:
            check_static(element.timer.kind, element.timer.value.source)
        except TimerRefused as refusal:
            faults.add(node, str(refusal))


def _check_boundary_codes(element: FlowNode, process: Process, place: tuple[XmlNode, FaultList]) -> None:
    node, faults = place
    held = [process.elements[key] for key in element.boundary_ids]
    codes = Counter(e.escalation_code for e in held if isinstance(e, BoundaryEvent) and e.is_escalation)
    for code, count in codes.items():
        if count > 1:
            shown = f"escalation code '{code}'" if code else "all escalation codes"
            faults.add(node, f"has {count} boundary events for {shown}")


_CHECKS: Final[dict[ElementType, Callable[[FlowNode, XmlNode, Rules], None]]] = {
    ElementType.START_EVENT: _check_start,
    ElementType.END_EVENT: _check_end,
    ElementType.SUB_PROCESS: _check_sub_process,
    ElementType.EXCLUSIVE_GATEWAY: _check_exclusive,
    ElementType.BOUNDARY_EVENT: _check_boundary,
}
