"""Stops a token where a stored diagram cannot be executed; elsewhere its instance goes on."""

from __future__ import annotations

from engine.behaviours.evaluation import StepFailed
from engine.core.turn import Turn
from engine.state.element_instance import ElementInstance
from engine.state.incident import ErrorType


def require_readable(turn: Turn, token: ElementInstance, *places: str) -> None:
    """Fail the step when this engine cannot execute one of these elements or flows of the token's process.

    Under a release that can, resolving the incident does the step again.
    """
    unreadable = turn.models.get(token.process_definition_key).unreadable
    if not unreadable:
        return
    for place in places:
        reason = unreadable.get(place)
        if reason is not None:
            message = (
                f"Expected to go on at '{place}' of the stored diagram, but this engine cannot execute it: "
            )
            raise StepFailed(ErrorType.UNKNOWN, message + reason)
