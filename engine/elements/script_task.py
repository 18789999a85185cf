"""Script task: an expression whose value goes to a variable, or one job."""

from __future__ import annotations

from engine.behaviours.evaluation import evaluate_at
from engine.behaviours.jobs import create_job
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import ScriptTask
from engine.state.element_instance import ElementInstance


class ScriptTaskProcessor(Processor[ScriptTask]):
    """Passes straight on unless it is a job."""

    def activate(self, turn: Turn, token: ElementInstance, element: ScriptTask) -> None:
        """Evaluate, or offer the job."""
        if element.job is not None:
            create_job(turn, token, element.job)
        elif element.expression is not None:
            value = evaluate_at(turn, element.expression, token.key)
            turn.state.change(token, result={element.result_variable: value})
            turn.complete(token)
