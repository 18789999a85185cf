"""Escalations climb from the throwing element outwards to the nearest catch; uncaught they do nothing."""

from __future__ import annotations

from engine.behaviours.thrown_codes import find_catch
from engine.behaviours.triggers import can_trigger, trigger
from engine.core.turn import Turn
from engine.model.events import BoundaryEvent, StartEvent
from engine.state.element_instance import ElementInstance


def throw_escalation(turn: Turn, token: ElementInstance, code: str) -> bool:
    """Trigger the nearest catch; True when the thrower may go on (not caught, or not interrupted)."""
    found = find_catch(turn, token, code, lambda _, event: event.escalation)
    if found is None or not can_trigger(turn, found.host, found.event.id):
        return True
    trigger(turn, found.host, found.event.id, {})
    return not (isinstance(found.event, BoundaryEvent | StartEvent) and found.event.is_interrupting)
