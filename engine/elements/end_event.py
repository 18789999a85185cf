"""End event: none, terminate or escalation."""

from __future__ import annotations

from engine.behaviours.escalations import throw_escalation
from engine.behaviours.scopes import terminate_children
from engine.behaviours.tokens import scope_of
from engine.elements.processor import Processor
from engine.model.elements import EndEvent, EndKind
from engine.processing.turn import Turn
from engine.state.element_instance import ElementInstance, ElementState


class EndEventProcessor(Processor[EndEvent]):
    """Ends its token; the scope completes when it was the last one."""

    def activate(self, turn: Turn, token: ElementInstance, element: EndEvent) -> None:
        """Throw if it has an escalation, then leave unless that interrupts."""
        if element.escalation_code is None or throw_escalation(turn, token, element.escalation_code):
            turn.complete(token)

    def after_end(self, turn: Turn, token: ElementInstance, element: EndEvent) -> None:
        """A terminate end empties its flow scope, which then completes."""
        if element.kind is EndKind.TERMINATE and token.state == ElementState.COMPLETED:
            scope = scope_of(turn, token)
            scope.interrupted_by = element.id
            terminate_children(turn, scope)
