"""What a triggered boundary event does to the activity it is attached to."""

from __future__ import annotations

from engine.behaviours.tokens import enter, scope_of
from engine.model.elements import BoundaryEvent
from engine.processing.turn import Turn
from engine.state.element_instance import ElementInstance, ElementState


def trigger(turn: Turn, host: ElementInstance, boundary: BoundaryEvent) -> None:
    """Start the event beside the activity, or end the activity first if it interrupts."""
    if host.state == ElementState.TERMINATING:
        return
    if boundary.is_interrupting:
        host.interrupted_by = boundary.id
        turn.state.put(host)
        turn.terminate(host)
    else:
        enter(turn, scope_of(turn, host), boundary)
