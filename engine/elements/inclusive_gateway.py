"""Inclusive gateway: every flow whose condition holds, else the default; the join is in `behaviours/joins.py`."""

from __future__ import annotations

from engine.behaviours.conditions import holds, no_way
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import Flow, InclusiveGateway
from engine.state.element_instance import ElementInstance


class InclusiveGatewayProcessor(Processor[InclusiveGateway]):
    """A condition that gives no boolean is an incident, not "false"."""

    def choose_flows(self, turn: Turn, token: ElementInstance, element: InclusiveGateway) -> tuple[Flow, ...]:
        """All that hold, or none at a gateway that ends the way; no match without default fails the step."""
        if not element.outgoing:
            return ()
        chosen = tuple(
            flow for flow in element.outgoing if flow is not element.default_flow and holds(turn, token, flow)
        )
        if chosen:
            return chosen
        if element.default_flow is None:
            raise no_way(element)
        return (element.default_flow,)
