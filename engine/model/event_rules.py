"""What events must keep to among themselves and with their neighbours; the same is refused as by Zeebe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from engine.model.elements import ElementType, FlowNode, TimerDefinition, TimerKind
from engine.model.events import (
    BoundaryEvent,
    CatchEvent,
    CodeCatch,
    EndEvent,
    EndKind,
    EventSubProcess,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    StartEvent,
    is_none_start,
)
from engine.model.extensions import find_extension
from engine.model.fault_list import FaultList
from engine.model.multi_instance import activity_of
from engine.model.process import Process
from engine.model.scope_reader import ScopedNodes
from engine.model.timers import TimerRefused, check_static
from engine.model.xml_tree import XmlNode

ACTIVITIES: Final = frozenset(
    {
        ElementType.SERVICE_TASK,
        ElementType.SEND_TASK,
        ElementType.SCRIPT_TASK,
        ElementType.BUSINESS_RULE_TASK,
        ElementType.USER_TASK,
        ElementType.RECEIVE_TASK,
        ElementType.CALL_ACTIVITY,
        ElementType.SUB_PROCESS,
    }
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a rule looks at besides its element, and where it tells what is wrong."""

    process: Process
    scoped: ScopedNodes
    faults: FaultList


_ESCALATION_HOLDERS: Final = frozenset({ElementType.CALL_ACTIVITY, ElementType.SUB_PROCESS})


def check_start(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    """A start event begins its scope; what may trigger it depends on the scope."""
    process, faults = rules.process, rules.faults
    if element.incoming:
        faults.add(node, "a start event must not have incoming flows")
    if element.inputs:
        faults.add(node, "a start event must not have input mappings")
    if not isinstance(element, StartEvent):
        return
    if isinstance(process.elements.get(element.scope_id), EventSubProcess):
        _check_trigger(element, node, element.is_interrupting, faults)
    elif element.scope_id != process.id and not is_none_start(element):
        faults.add(node, "the start event of a sub-process must be a none start event")
    elif element.timer is not None:
        if element.timer.kind is TimerKind.DURATION:
            faults.add(node, "the timer of a process start must be a date or a cycle")
        _check_static_timer(element.timer, node, faults)


def check_end(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    """Nothing follows an end event; one that ends more than its token has no result to map."""
    faults = rules.faults
    if element.outgoing:
        faults.add(node, "an end event must not have outgoing flows")
    if not isinstance(element, EndEvent):
        return
    if element.kind in (EndKind.TERMINATE, EndKind.ERROR) and element.outputs:
        article = "a" if element.kind is EndKind.TERMINATE else "an"
        faults.add(node, f"{article} {element.kind} end event must not have output mappings")
    _check_loose_job(node, element.job is not None, faults)


def check_throw(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    """A link has its continuation elsewhere."""
    faults = rules.faults
    if not isinstance(element, IntermediateThrowEvent):
        return
    if element.link_target_id is not None and element.outgoing:
        faults.add(node, "a link throw event must not have outgoing flows")
    _check_loose_job(node, element.job is not None, faults)


def _check_loose_job(node: XmlNode, is_message: bool, faults: FaultList) -> None:
    if not is_message and find_extension(node, "taskDefinition") is not None:
        faults.add(node, "zeebe:taskDefinition needs a message event definition")


def check_catch(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    """A token waits once: no cycles; links come in from their throw event only, and each name is there once."""
    scoped, faults = rules.scoped, rules.faults
    if not isinstance(element, IntermediateCatchEvent):
        return
    if element.timer is not None:
        if element.timer.kind is TimerKind.CYCLE:
            faults.add(node, "an intermediate timer must be a date or a duration")
        _check_static_timer(element.timer, node, faults)
    if element.link_name is None:
        return
    if element.incoming:
        faults.add(node, "a link catch event must not have incoming flows")
    same = [n for n in scoped.nodes.values() if n.tag == node.tag and _link_name(n) == element.link_name]
    if len(same) > 1:
        faults.add(node, f"there are {len(same)} link catch events '{element.link_name}' in this process")


def _link_name(node: XmlNode) -> str | None:
    link = node.find_child("linkEventDefinition")
    return link.get("name") if link else None


def check_boundary(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    """A boundary event hangs on an activity of its own scope and leads somewhere."""
    process, scoped, faults = rules.process, rules.scoped, rules.faults
    if not isinstance(element, BoundaryEvent):
        return
    if element.incoming:
        faults.add(node, "a boundary event must not have incoming flows")
    if not element.outgoing:
        faults.add(node, "a boundary event must have an outgoing flow")
    if element.inputs:
        faults.add(node, "a boundary event must not have input mappings")
    attached = process.elements.get(element.attached_to)
    host = activity_of(attached) if attached is not None else None
    if host is None or host.element_type not in ACTIVITIES:
        faults.add(node, f"is attached to '{element.attached_to}', which is no activity of this process")
    elif host.scope_id != scoped.scope_of[element.id]:
        faults.add(node, "stands in another scope than the activity it is attached to")
    elif element.escalation is not None and host.element_type not in _ESCALATION_HOLDERS:
        faults.add(node, "an escalation boundary event needs a sub-process or a call activity")
    _check_trigger(element, node, element.is_interrupting, faults)


def _check_trigger(element: CatchEvent, node: XmlNode, is_interrupting: bool, faults: FaultList) -> None:
    if element.error is not None and not is_interrupting:
        faults.add(node, "an error event must be interrupting")
    if element.timer is None:
        return
    if is_interrupting and element.timer.kind is TimerKind.CYCLE:
        faults.add(node, "an interrupting timer must not be a cycle")
    _check_static_timer(element.timer, node, faults)


def _check_static_timer(timer: TimerDefinition, node: XmlNode, faults: FaultList) -> None:
    if timer.value.is_static and timer.value.source:
        try:
            check_static(timer.kind, timer.value.source)
        except TimerRefused as refusal:
            faults.add(node, str(refusal))


def check_event_sub_process(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    """Its start event opens it, so no flow leads to or from it."""
    if element.incoming or element.outgoing:
        rules.faults.add(node, "an event sub-process must not have incoming or outgoing flows")


def check_event_based_gateway(element: FlowNode, node: XmlNode, rules: Rules) -> None:
    """It leads to at least two message or timer catch events that nothing else leads to."""
    process, faults = rules.process, rules.faults
    if len(element.outgoing) < 2:
        faults.add(node, "an event-based gateway must have at least two outgoing flows")
    targets = [process.elements.get(flow.target_id) for flow in element.outgoing]
    events = [event for event in targets if isinstance(event, IntermediateCatchEvent)]
    if len(events) < len(targets) or any(event.link_name is not None for event in events):
        faults.add(node, "an event-based gateway may only lead to message and timer catch events")
    if any(len(event.incoming) > 1 for event in events):
        faults.add(node, "events behind an event-based gateway must not have other incoming flows")
    check_doubles(events, "events", node, rules.faults)


def check_doubles(events: Iterable[CatchEvent], what: str, node: XmlNode, faults: FaultList) -> None:
    """A fault for each static message name, error code or escalation code that two of the events wait for."""
    held = list(events)
    names = Counter(
        f"message '{event.message.name.source}'"
        for event in held
        if event.message is not None and event.message.name.is_static and event.message.name.source
    )
    codes = Counter(_shown("error", e.error) for e in held if e.error is not None)
    codes += Counter(_shown("escalation", e.escalation) for e in held if e.escalation is not None)
    for shown, count in (names + codes).items():
        if count > 1:
            faults.add(node, f"has {count} {what} for {shown}")


def _shown(kind: str, catch: CodeCatch) -> str:
    return f"{kind} code '{catch.code}'" if catch.code else f"all {kind} codes"


EVENT_CHECKS: Final[dict[ElementType, Callable[[FlowNode, XmlNode, Rules], None]]] = {
    ElementType.START_EVENT: check_start,
    ElementType.END_EVENT: check_end,
    ElementType.INTERMEDIATE_CATCH_EVENT: check_catch,
    ElementType.INTERMEDIATE_THROW_EVENT: check_throw,
    ElementType.BOUNDARY_EVENT: check_boundary,
    ElementType.EVENT_BASED_GATEWAY: check_event_based_gateway,
}
