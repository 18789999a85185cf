"""Exclusive gateway: the first condition that is true in the order of the file, else the default flow."""

from __future__ import annotations

from engine.behaviours.evaluation import StepFailed, evaluate_at, wrong_type
from engine.elements.processor import Processor
from engine.model.elements import ExclusiveGateway, Flow
from engine.processing.turn import Turn
from engine.state.element_instance import ElementInstance
from engine.state.incident import ErrorType


class ExclusiveGatewayProcessor(Processor[ExclusiveGateway]):
    """A condition that gives no boolean is an incident, not "false"."""

    def choose_flows(self, turn: Turn, token: ElementInstance, element: ExclusiveGateway) -> tuple[Flow, ...]:
        """One flow, or none at a gateway that ends the way; no match without default fails the step."""
        if not element.outgoing:
            return ()
        for flow in element.outgoing:
            if flow is not element.default_flow and self._holds(turn, token, flow):
                return (flow,)
        if element.default_flow is None:
            message = (
                "Expected at least one condition to evaluate to true, or to have a default flow "
                f"at gateway '{element.id}'"
            )
            raise StepFailed(ErrorType.CONDITION_ERROR, message)
        return (element.default_flow,)

    def _holds(self, turn: Turn, token: ElementInstance, flow: Flow) -> bool:
        if flow.condition is None:
            return True
        value = evaluate_at(turn, flow.condition, token.key)
        if not isinstance(value, bool):
            raise wrong_type(flow.condition, "BOOLEAN", value)
        return value
