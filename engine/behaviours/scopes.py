"""Ends all tokens of a flow scope."""

from __future__ import annotations

from engine.core.turn import Turn
from engine.state.element_instance import ElementInstance


def terminate_children(turn: Turn, scope: ElementInstance) -> None:
    """Terminate every child, and forget tokens that wait at joins."""
    turn.state.change(scope, tokens={})
    for child in turn.state.list_by(ElementInstance, "children", scope.key):
        turn.terminate(child)
