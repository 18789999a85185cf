"""Receive task: one message subscription."""

from __future__ import annotations

from engine.behaviours.waits import Plan, plan_message
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import ReceiveTask
from engine.state.element_instance import ElementInstance


class ReceiveTaskProcessor(Processor[ReceiveTask]):
    """Waits for one message; one that was buffered before completes it at once."""

    def plan_waits(self, turn: Turn, token: ElementInstance, element: ReceiveTask) -> Plan:
        """Its own message first, then the boundary events."""
        own = plan_message(turn, token, element.id, element.message)
        return [own, *super().plan_waits(turn, token, element)]

    def activate(self, turn: Turn, token: ElementInstance, element: ReceiveTask) -> None:
        """Only wait."""
