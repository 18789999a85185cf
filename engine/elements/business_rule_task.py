"""Business rule task: the latest version of a decision, or one job."""

from __future__ import annotations

from engine.behaviours.decisions import decide, find_latest_decision
from engine.behaviours.evaluation import StepFailed, text_at
from engine.behaviours.jobs import create_job
from engine.behaviours.variables import visible_variables
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import BusinessRuleTask
from engine.model.text import Text
from engine.state.element_instance import ElementInstance
from engine.state.entity import Json
from engine.state.incident import ErrorType


class BusinessRuleTaskProcessor(Processor[BusinessRuleTask]):
    """Passes straight on unless it is a job; the decision sees every visible variable."""

    def activate(self, turn: Turn, token: ElementInstance, element: BusinessRuleTask) -> None:
        """Decide, or offer the job."""
        if element.job is not None:
            create_job(turn, token, element.job)
        elif element.decision_id is not None:
            decided = _decide(turn, token, element.decision_id)
            turn.state.change(token, result={element.result_variable: decided})
            turn.complete(token)


def _decide(turn: Turn, token: ElementInstance, decision: Text) -> Json:
    decision_id = text_at(turn, decision, token.key)
    definition = find_latest_decision(turn, decision_id)
    if definition is None:
        message = (
            f"Expected to evaluate decision '{decision_id}', but no decision found for id '{decision_id}'"
        )
        raise StepFailed(ErrorType.CALLED_DECISION_ERROR, message)
    decided = decide(turn, definition, visible_variables(turn, token.key), token)
    if decided.failure is not None:
        # The failed evaluation stays as history; the next attempt writes its own.
        raise StepFailed(ErrorType.DECISION_EVALUATION_ERROR, decided.failure)
    return decided.output
