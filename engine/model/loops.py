"""Finds loops that no token could ever rest in; Zeebe refuses them, since they would never end."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from engine.model.elements import BusinessRuleTask, ElementType, FlowNode, ScriptTask, SubProcess
from engine.model.events import EndEvent, IntermediateCatchEvent, IntermediateThrowEvent
from engine.model.process import Process

_WAITS: Final = frozenset(
    {
        ElementType.SERVICE_TASK,
        ElementType.SEND_TASK,
        ElementType.USER_TASK,
        ElementType.RECEIVE_TASK,
        ElementType.CALL_ACTIVITY,
        ElementType.EVENT_BASED_GATEWAY,
        ElementType.UNKNOWN,
    }
)


def find_straight_loop(process: Process, stopped: Container[str] = ()) -> tuple[str, ...]:
    """The ids of one such loop in flow order, or nothing; a token does not pass the elements in `stopped`."""
    visited = {key for key in process.elements if key in stopped}
    for start in process.elements:
        loop = _search(process, start, visited)
        if loop:
            return loop
    return ()


def _search(process: Process, start: str, visited: set[str]) -> tuple[str, ...]:
    # Depth first without recursion: `path` is the way to the node on top of the stack.
    path: list[str] = []
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        node, is_done = stack.pop()
        if is_done:
            path.pop()
            continue
        if node in path:
            return tuple(path[path.index(node) :])
        if node in visited or not _passes_straight(process, node):
            continue
        visited.add(node)
        path.append(node)
        stack.append((node, True))
        stack.extend((target_id, False) for target_id in _next_ids(process.elements[node]))
    return ()


def _next_ids(element: FlowNode) -> list[str]:
    if isinstance(element, IntermediateThrowEvent) and element.link_target_id:
        return [element.link_target_id]
    return [flow.target_id for flow in element.outgoing]


def _waits(element: FlowNode) -> bool:
    if isinstance(element, IntermediateCatchEvent):
        return element.link_name is None
    if isinstance(element, IntermediateThrowEvent | EndEvent | ScriptTask | BusinessRuleTask):
        return element.job is not None
    return element.element_type in _WAITS


def _passes_straight(process: Process, node: str, around: frozenset[str] = frozenset()) -> bool:
    element = process.elements.get(node)
    if element is None or _waits(element):
        return False
    return not isinstance(element, SubProcess) or _has_straight_way(process, element, around)


def _has_straight_way(process: Process, sub_process: SubProcess, around: frozenset[str]) -> bool:
    """True when a token can run through the sub-process without resting in it.

    A flow may lead from inside back to the sub-process itself; such a file is refused for it elsewhere.
    """
    if sub_process.id in around:
        return False
    within = around | {sub_process.id}
    seen: set[str] = set()
    waiting = [sub_process.start_id]
    while waiting:
        node = waiting.pop()
        if node in seen or node not in process.elements or not _passes_straight(process, node, within):
            continue
        seen.add(node)
        next_ids = _next_ids(process.elements[node])
        if not next_ids:
            return True
        waiting.extend(next_ids)
    return False
