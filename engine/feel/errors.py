"""Faults of FEEL: a text that is no expression, and an evaluation that may not end in a value."""

from __future__ import annotations

import engine.errors


class ExpressionError(engine.errors.ExpressionError):
    """The text is no FEEL expression; `position` is the offset of the first character that is wrong."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class EvaluationError(engine.errors.ExpressionError):
    """The evaluation failed: a false `assert`, or a limit on steps, list length, text length or depth.

    Everything else that goes wrong inside FEEL is the value null, never an exception.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class AssertionFailed(EvaluationError):
    """The condition of an `assert` is not true; the message is its cause."""
