"""What element instances wait for: first all of it is evaluated, then all of it is opened."""

from __future__ import annotations

from dataclasses import dataclass

from engine.behaviours.messages import MessageKey, message_key_at, subscribe
from engine.behaviours.readable import require_readable
from engine.behaviours.timers import first_firing_at, set_timer
from engine.core.turn import Turn
from engine.model.elements import FlowNode, MessageDefinition, TimerDefinition
from engine.model.events import CatchEvent, EventSubProcess
from engine.model.timers import FirstFiring
from engine.state.element_instance import ElementInstance


@dataclass(frozen=True, slots=True)
class Wait:
    """A timer or a message for one event."""

    target_id: str
    firing: FirstFiring | None = None
    message: MessageKey | None = None


Plan = list[Wait]


def plan_boundaries(turn: Turn, token: ElementInstance, element: FlowNode) -> Plan:
    """Waits of the boundary events of an activity; fails the step for a value that is no timer or key."""
    elements = turn.models.get(token.process_definition_key).elements
    return plan_events(turn, token, [elements[key] for key in element.boundary_ids])


def plan_event_sub_processes(turn: Turn, scope: ElementInstance) -> Plan:
    """Waits of the event sub-processes that stand in a scope, evaluated with its variables; may fail the step."""
    elements = turn.models.get(scope.process_definition_key).elements
    held = [elements[key] for key in turn.models.element_of(scope).event_sub_process_ids]
    starts = [elements[sub.start_id] for sub in held if isinstance(sub, EventSubProcess)]
    return plan_events(turn, scope, starts)


def plan_events(turn: Turn, token: ElementInstance, events: list[FlowNode]) -> Plan:
    """Waits of catch events for timers and messages, evaluated at the token; errors and escalations need none."""
    require_readable(turn, token, *(event.id for event in events))
    plan: Plan = []
    for event in events:
        if isinstance(event, CatchEvent) and event.timer is not None:
            plan.append(plan_timer(turn, token, event.id, event.timer))
        elif isinstance(event, CatchEvent) and event.message is not None:
            plan.append(plan_message(turn, token, event.id, event.message))
    return plan


def plan_timer(turn: Turn, token: ElementInstance, target_id: str, timer: TimerDefinition) -> Wait:
    """The wait of one timer; fails the step for a value that is none."""
    return Wait(target_id, firing=first_firing_at(turn, token, timer))


def plan_message(turn: Turn, token: ElementInstance, target_id: str, message: MessageDefinition) -> Wait:
    """The wait for one message; fails the step for a name or key of a wrong type."""
    return Wait(target_id, message=message_key_at(turn, token, message))


def open_waits(turn: Turn, token: ElementInstance, plan: Plan) -> None:
    """Start what was planned; a message that is buffered already is taken at once, and may decide it all."""
    for wait in plan:
        if token.interrupted_by is not None or token.result is not None:
            return
        if wait.firing is not None:
            set_timer(turn, token, wait.target_id, wait.firing)
        elif wait.message is not None:
            subscribe(turn, token, wait.target_id, wait.message)
