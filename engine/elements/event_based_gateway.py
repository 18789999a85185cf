"""Event-based gateway: waits for the events behind it, and the first that comes goes on."""

from __future__ import annotations

from engine.behaviours.waits import Plan, plan_events
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import Flow
from engine.model.events import EventBasedGateway
from engine.state.element_instance import ElementInstance


class EventBasedGatewayProcessor(Processor[EventBasedGateway]):
    """What happens when an event comes is in `behaviours/triggers.py`."""

    def plan_waits(self, turn: Turn, token: ElementInstance, element: EventBasedGateway) -> Plan:
        """The events behind all of its flows."""
        elements = turn.models.get(token.process_definition_key).elements
        return plan_events(turn, token, [elements[flow.target_id] for flow in element.outgoing])

    def activate(self, turn: Turn, token: ElementInstance, element: EventBasedGateway) -> None:
        """Only wait."""

    def choose_flows(
        self, turn: Turn, token: ElementInstance, element: EventBasedGateway
    ) -> tuple[Flow, ...]:
        """None: the token of the event that came is there already."""
        return ()
