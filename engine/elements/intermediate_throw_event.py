"""Intermediate throw event: nothing, or an escalation."""

from __future__ import annotations

from engine.behaviours.escalations import throw_escalation
from engine.elements.processor import Processor
from engine.model.elements import IntermediateThrowEvent
from engine.processing.turn import Turn
from engine.state.element_instance import ElementInstance


class IntermediateThrowEventProcessor(Processor[IntermediateThrowEvent]):
    """Goes on unless the escalation was caught by an interrupting event."""

    def activate(self, turn: Turn, token: ElementInstance, element: IntermediateThrowEvent) -> None:
        """Throw, then leave."""
        if element.escalation_code is None or throw_escalation(turn, token, element.escalation_code):
            turn.complete(token)
