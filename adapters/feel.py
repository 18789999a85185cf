"""The Feel port over any FEEL evaluator; the evaluator itself is handed in where processes are wired."""

from collections.abc import Callable, Mapping


class FeelEvaluator:
    """Evaluates the expressions of deployed forms with the evaluator that also runs the diagrams."""

    def __init__(self, evaluate: Callable[[str, Mapping[str, object]], object]) -> None:
        """`evaluate(expression, context)` takes the text without its leading `=` ; the value is JSON-like."""
        self._evaluate = evaluate

    def evaluate(self, expression: str, context: Mapping[str, object]) -> object:
        """The value of `expression` (with or without its leading `=`) over `context`; null is None."""
        return self._evaluate(expression.strip().removeprefix("="), context)
