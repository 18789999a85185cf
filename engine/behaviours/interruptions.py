"""An interrupting event sub-process: it begins when its scope is empty, and then is the only thing in it."""

from __future__ import annotations

from engine.behaviours.tokens import enter
from engine.core.turn import Turn
from engine.model.events import EventSubProcess, StartEvent
from engine.state.element_instance import ElementInstance


def is_interrupter(turn: Turn, scope: ElementInstance, token: ElementInstance) -> bool:
    """True for the event sub-process that interrupted the scope; anything else in the scope is over."""
    element = turn.models.element_of(token)
    return isinstance(element, EventSubProcess) and element.start_id == scope.interrupted_by


def enter_interrupter(turn: Turn, scope: ElementInstance) -> bool:
    """Begin the event sub-process that interrupted the scope, which is empty now; False when none waits for that."""
    if scope.interrupted_by is None or scope.result is None:
        return False
    elements = turn.models.get(scope.process_definition_key).elements
    start = elements[scope.interrupted_by]
    if not isinstance(start, StartEvent):
        return False
    enter(turn, scope, elements[start.scope_id], scope.result)
    turn.state.change(scope, result=None)
    return True
