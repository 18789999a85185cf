"""Receive task: one message subscription."""

from __future__ import annotations

from engine.behaviours.messages import subscribe, unsubscribe
from engine.elements.processor import Processor
from engine.model.elements import ReceiveTask
from engine.processing.turn import Turn
from engine.state.element_instance import ElementInstance


class ReceiveTaskProcessor(Processor[ReceiveTask]):
    """Waits for one message; one that was buffered before completes it at once."""

    def activate(self, turn: Turn, token: ElementInstance, element: ReceiveTask) -> None:
        """Open the subscription."""
        subscribe(turn, token, element.message)

    def terminate(self, turn: Turn, token: ElementInstance, element: ReceiveTask) -> None:
        """Close the subscription."""
        unsubscribe(turn, token)
