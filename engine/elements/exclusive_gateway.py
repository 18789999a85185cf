"""Exclusive gateway: the first condition that is true in the order of the file, else the default flow."""

from __future__ import annotations

from engine.behaviours.conditions import holds, no_way
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import ExclusiveGateway, Flow
from engine.state.element_instance import ElementInstance


class ExclusiveGatewayProcessor(Processor[ExclusiveGateway]):
    """A condition that gives no boolean is an incident, not "false"."""

    def choose_flows(self, turn: Turn, token: ElementInstance, element: ExclusiveGateway) -> tuple[Flow, ...]:
        """One flow, or none at a gateway that ends the way; no match without default fails the step."""
        if not element.outgoing:
            return ()
        for flow in element.outgoing:
            if flow is not element.default_flow and holds(turn, token, flow):
                return (flow,)
        if element.default_flow is None:
            raise no_way(element)
        return (element.default_flow,)
