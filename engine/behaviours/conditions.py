"""Conditions of sequence flows; what a gateway makes of them is its element's business."""

from __future__ import annotations

from engine.behaviours.evaluation import StepFailed, evaluated_at
from engine.core.turn import Turn
from engine.model.elements import Flow, FlowNode
from engine.state.element_instance import ElementInstance
from engine.state.incident import ErrorType


def holds(turn: Turn, token: ElementInstance, flow: Flow) -> bool:
    """Whether a token may go along a flow; fails the step for a condition that gives no boolean."""
    if flow.condition is None:
        return True
    found = evaluated_at(turn, flow.condition, token.key)
    if not isinstance(found.value, bool):
        raise found.wrong_type("BOOLEAN")
    return found.value


def no_way(gateway: FlowNode) -> StepFailed:
    """The failure of a gateway that no flow may be taken from."""
    message = (
        "Expected at least one condition to evaluate to true, or to have a default flow "
        f"at gateway '{gateway.id}'"
    )
    return StepFailed(ErrorType.CONDITION_ERROR, message)
