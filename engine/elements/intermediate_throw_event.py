"""Intermediate throw event: nothing, an escalation, a message that a worker sends, or a link."""

from __future__ import annotations

from engine.behaviours.escalations import throw_escalation
from engine.behaviours.jobs import create_job
from engine.behaviours.tokens import enter, scope_of
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.events import IntermediateThrowEvent
from engine.state.element_instance import ElementInstance, ElementState


class IntermediateThrowEventProcessor(Processor[IntermediateThrowEvent]):
    """Goes on unless the escalation was caught by an interrupting event."""

    def activate(self, turn: Turn, token: ElementInstance, element: IntermediateThrowEvent) -> None:
        """Offer the job, or throw and leave."""
        if element.job is not None:
            create_job(turn, token, element.job)
        elif element.escalation_code is None or throw_escalation(turn, token, element.escalation_code):
            turn.complete(token)

    def after_end(self, turn: Turn, token: ElementInstance, element: IntermediateThrowEvent) -> None:
        """A link goes on at the catch event of its name."""
        if element.link_target_id is not None and token.state == ElementState.COMPLETED:
            elements = turn.models.get(token.process_definition_key).elements
            enter(turn, scope_of(turn, token), elements[element.link_target_id])
