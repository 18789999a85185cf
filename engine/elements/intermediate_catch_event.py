"""Intermediate catch event: waits for a message or a timer, or is where a link leads."""

from __future__ import annotations

from engine.behaviours.waits import Plan, plan_events
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.events import IntermediateCatchEvent
from engine.state.element_instance import ElementInstance


class IntermediateCatchEventProcessor(Processor[IntermediateCatchEvent]):
    """One behind an event-based gateway has been waited for there: it arrives with the event's variables."""

    def plan_waits(self, turn: Turn, token: ElementInstance, element: IntermediateCatchEvent) -> Plan:
        """Its own message or timer, unless that has come already."""
        return plan_events(turn, token, [element]) if _must_wait(token, element) else []

    def activate(self, turn: Turn, token: ElementInstance, element: IntermediateCatchEvent) -> None:
        """Leave unless it waits."""
        if not _must_wait(token, element):
            turn.complete(token)


def _must_wait(token: ElementInstance, element: IntermediateCatchEvent) -> bool:
    return token.result is None and element.link_name is None
