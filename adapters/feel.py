"""The Feel port over any FEEL evaluator; the evaluator itself is handed in where processes are wired."""

from collections.abc import Callable, Mapping


class FeelEvaluator:
    """Evaluates the expressions of deployed forms with the evaluator that also runs the diagrams."""

    def __init__(
        self,
        evaluate: Callable[[str, Mapping[str, object]], object],
        find_fault: Callable[[str], str | None],
        names_read: Callable[[str], frozenset[str]] = lambda _: frozenset(),
    ) -> None:
        """All take the text without its leading `=`; a value is JSON-like, a fault a sentence."""
        self._evaluate = evaluate
        self._find_fault = find_fault
        self._names_read = names_read

    def evaluate(self, expression: str, context: Mapping[str, object]) -> object:
        """The value of `expression` (with or without its leading `=`) over `context`; null is None."""
        return self._evaluate(_text_of(expression), context)

    def find_fault(self, expression: str) -> str | None:
        """Why `expression` cannot be read, None when it can."""
        return self._find_fault(_text_of(expression))

    def names_read(self, expression: str) -> frozenset[str]:
        """The variables that `expression` (with or without its leading `=`) reads for certain."""
        return self._names_read(_text_of(expression))


def _text_of(expression: str) -> str:
    return expression.strip().removeprefix("=")
