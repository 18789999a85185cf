"""Joins: tokens wait in their scope, counted by gateway and flow, until the gateway may go on."""

from __future__ import annotations

from collections.abc import Mapping

from engine.behaviours.tokens import enter
from engine.core.turn import Turn
from engine.model.elements import Flow, FlowNode
from engine.model.events import IntermediateThrowEvent
from engine.state.element_instance import ElementInstance


def wait_at_join(turn: Turn, scope: ElementInstance, flow: Flow) -> None:
    """Count a token that came along a flow."""
    waiting = scope.tokens.get(flow.target_id, {})
    counted = waiting | {flow.id: waiting.get(flow.id, 0) + 1}
    turn.state.change(scope, tokens=scope.tokens | {flow.target_id: counted})


def join_all(turn: Turn, scope: ElementInstance, gateway: FlowNode) -> None:
    """Go on if each incoming flow has brought a token."""
    waiting = scope.tokens.get(gateway.id, {})
    if all(waiting.get(flow.id) for flow in gateway.incoming):
        _go_on(turn, scope, gateway)


def join_possible(turn: Turn, scope: ElementInstance, gateway: FlowNode) -> None:
    """Go on if each incoming flow has brought a token, or no other token of the scope can still come.

    As on Zeebe this is only asked when a token arrives: one that turns away later does not wake the join.
    """
    waiting = scope.tokens.get(gateway.id, {})
    if not waiting:
        return
    if all(waiting.get(flow.id) for flow in gateway.incoming) or not _can_come(turn, scope, gateway):
        _go_on(turn, scope, gateway)


def _go_on(turn: Turn, scope: ElementInstance, gateway: FlowNode) -> None:
    left = {key: number - 1 for key, number in scope.tokens[gateway.id].items() if number > 1}
    others = {gateway_id: held for gateway_id, held in scope.tokens.items() if gateway_id != gateway.id}
    turn.state.change(scope, tokens=others | {gateway.id: left} if left else others)
    enter(turn, scope, gateway)


def _can_come(turn: Turn, scope: ElementInstance, gateway: FlowNode) -> bool:
    """Whether a token elsewhere in the scope can reach the join along a flow that has brought none yet."""
    children = turn.state.list_by(ElementInstance, "children", scope.key)
    standing = {child.element_id for child in children} | set(scope.tokens)
    elements = turn.models.get(scope.process_definition_key).elements
    taken = set(scope.tokens[gateway.id])
    seen: set[str] = {gateway.id}
    to_visit = list(standing - seen)
    while to_visit:
        here = to_visit.pop()
        if here in seen:
            continue
        seen.add(here)
        for flow in elements[here].outgoing:
            if flow.target_id == gateway.id and flow.id not in taken:
                return True
            to_visit.append(flow.target_id)
        to_visit += _side_ways(elements, here)
    return False


def _side_ways(elements: Mapping[str, FlowNode], here: str) -> list[str]:
    """Where a token may go besides its outgoing flows."""
    element = elements[here]
    if isinstance(element, IntermediateThrowEvent) and element.link_target_id:
        return [element.link_target_id]
    return list(element.boundary_ids)
