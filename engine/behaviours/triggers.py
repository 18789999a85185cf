"""What an event does once it has come, be it a message, a timer, an error or an escalation."""

from __future__ import annotations

from engine.behaviours.closing import close_event_sub_processes, close_wait, close_waits
from engine.behaviours.flows import record
from engine.behaviours.scopes import terminate_children
from engine.behaviours.slices import is_doomed
from engine.behaviours.tokens import enter, scope_of
from engine.core.turn import Turn
from engine.model.elements import FlowNode
from engine.model.events import BoundaryEvent, StartEvent
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.entity import Variables


def can_trigger(turn: Turn, token: ElementInstance, target_id: str) -> bool:
    """Whether the waiting element instance still takes this event."""
    if is_doomed(turn, token):
        return False
    event = _event(turn, token, target_id)
    if isinstance(event, BoundaryEvent):
        return not is_ending(turn, token)
    if isinstance(event, StartEvent):
        return token.state == ElementState.ACTIVE and token.interrupted_by is None
    return token.state == ElementState.ACTIVE and token.interrupted_by is None and token.result is None


def trigger(turn: Turn, token: ElementInstance, target_id: str, variables: Variables) -> None:
    """Let the event happen at the element instance that waits for it; nothing if that is being ended.

    `target_id` is the element itself, a boundary event of it, the start event of an event sub-process in it, or
    an event behind it if it is a gateway. `variables` leave through the mappings of that event.
    """
    if not can_trigger(turn, token, target_id):
        return
    event = _event(turn, token, target_id)
    if target_id == token.element_id:
        _go_on(turn, token, variables)
    elif isinstance(event, BoundaryEvent):
        _leave_by_boundary(turn, token, event, variables)
    elif isinstance(event, StartEvent):
        _open_event_sub_process(turn, token, event, variables)
    else:
        _leave_gateway(turn, token, event, variables)


def is_ending(turn: Turn, host: ElementInstance) -> bool:
    """True when the element is being terminated, or is about to be because a boundary event interrupted it."""
    return (
        host.state == ElementState.TERMINATING
        or host.interrupted_by in turn.models.element_of(host).boundary_ids
    )


def _event(turn: Turn, token: ElementInstance, target_id: str) -> FlowNode:
    return turn.models.get(token.process_definition_key).elements[target_id]


def _go_on(turn: Turn, token: ElementInstance, variables: Variables) -> None:
    close_wait(turn, token, token.element_id)
    turn.state.change(token, result=dict(variables))
    turn.complete(token)


def _leave_by_boundary(
    turn: Turn, host: ElementInstance, boundary: BoundaryEvent, variables: Variables
) -> None:
    """Start the event beside the activity, or end the activity first if it interrupts."""
    if not boundary.is_interrupting:
        enter(turn, scope_of(turn, host), boundary, dict(variables))
        return
    turn.state.change(host, interrupted_by=boundary.id, result=dict(variables))
    close_waits(turn, host)
    turn.terminate(host)


def _open_event_sub_process(
    turn: Turn, scope: ElementInstance, start: StartEvent, variables: Variables
) -> None:
    """Start it in its scope, or empty the scope first if it interrupts."""
    if not start.is_interrupting:
        enter(turn, scope, _event(turn, scope, start.scope_id), dict(variables))
        return
    turn.state.change(scope, interrupted_by=start.id, result=dict(variables))
    close_event_sub_processes(turn, scope)
    terminate_children(turn, scope)
    turn.report_child_ended(scope.key)


def _leave_gateway(turn: Turn, gateway: ElementInstance, event: FlowNode, variables: Variables) -> None:
    """Close the other events and go on with the one that came first."""
    close_waits(turn, gateway)
    turn.state.change(gateway, interrupted_by=event.id)
    scope = scope_of(turn, gateway)
    for flow in turn.models.element_of(gateway).outgoing:
        if flow.target_id == event.id:
            record(turn, scope, flow)
    enter(turn, scope, event, dict(variables))
    turn.complete(gateway)
