"""End event: none, terminate, escalation, error, or a message that a worker sends."""

from __future__ import annotations

from engine.behaviours.errors import BpmnError, throw_error, uncaught
from engine.behaviours.escalations import throw_escalation
from engine.behaviours.evaluation import StepFailed, text_at
from engine.behaviours.jobs import create_job
from engine.behaviours.scopes import terminate_children
from engine.behaviours.tokens import scope_of
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.events import EndEvent, EndKind
from engine.model.text import Text
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.incident import ErrorType


class EndEventProcessor(Processor[EndEvent]):
    """Ends its token; the scope completes when it was the last one."""

    def activate(self, turn: Turn, token: ElementInstance, element: EndEvent) -> None:
        """Throw, or offer the job; leave if neither waits nor interrupts."""
        if element.error_code is not None:
            _throw(turn, token, element.error_code)
        elif element.job is not None:
            create_job(turn, token, element.job)
        elif element.escalation_code is None or throw_escalation(turn, token, element.escalation_code):
            turn.complete(token)

    def after_end(self, turn: Turn, token: ElementInstance, element: EndEvent) -> None:
        """A terminate end empties its flow scope, which then completes."""
        if element.kind is EndKind.TERMINATE and token.state == ElementState.COMPLETED:
            scope = scope_of(turn, token)
            turn.state.change(scope, interrupted_by=element.id)
            terminate_children(turn, scope)


def _throw(turn: Turn, token: ElementInstance, code: Text) -> None:
    """The token waits to be ended by whoever catches the error; an uncaught one fails the step."""
    error = BpmnError(text_at(turn, code, token.key))
    if not throw_error(turn, token, error):
        raise StepFailed(ErrorType.UNHANDLED_ERROR_EVENT, uncaught(turn, token, error))
