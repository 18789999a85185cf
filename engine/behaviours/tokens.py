"""Makes and ends element instances; what happens in between is the life cycle's."""

from __future__ import annotations

from engine.behaviours.incidents import close_incidents
from engine.behaviours.statistics import count
from engine.behaviours.variables import end_variables
from engine.core.transitions import move_element
from engine.core.turn import Turn
from engine.errors import InvariantBroken
from engine.model.elements import FlowNode
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.entity import Variables


def enter(
    turn: Turn, scope: ElementInstance, element: FlowNode, result: Variables | None = None
) -> ElementInstance:
    """A token at an element of a flow scope; `result` is what a triggering message brought."""
    token = ElementInstance(
        key=turn.state.new_key(),
        process_instance_key=scope.process_instance_key,
        process_definition_key=scope.process_definition_key,
        process_id=scope.process_id,
        element_id=element.id,
        element_type=element.element_type,
        state=ElementState.ACTIVATING,
        scope_key=scope.key,
        started_at=turn.now,
        result=result,
    )
    turn.state.put(token)
    count(turn, token, active=1)
    turn.activate(token)
    return token


def end(turn: Turn, token: ElementInstance, to: ElementState) -> None:
    """Completed or terminated: variables and incidents end with it, the row becomes history."""
    close_incidents(turn, token)
    end_variables(turn, token)
    move_element(turn.state, token, to, ended_at=turn.now, result=None)
    if to is ElementState.COMPLETED:
        count(turn, token, active=-1, completed=1)
    else:
        count(turn, token, active=-1, canceled=1)


def scope_of(turn: Turn, token: ElementInstance) -> ElementInstance:
    """The flow scope around a token that is not a root."""
    if token.scope_key is None:
        raise InvariantBroken(f"element instance {token.key} is a root and has no scope")
    return turn.state.get(ElementInstance, token.scope_key)
