"""The engine's FEEL for the forms of the office, so that a form and a diagram read an expression alike."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import ExpressionError
from engine.feel import parse, to_json


def evaluate(text: str, context: Mapping[str, object]) -> object:
    """The value as JSON; null for what cannot be evaluated, as form-js has it."""
    try:
        return to_json(parse(text).evaluate(context))
    except (ExpressionError, RecursionError):
        return None


def find_fault(text: str) -> str | None:
    """The parser's sentence about an expression that it cannot read."""
    try:
        parse(text)
    except (ExpressionError, RecursionError) as fault:
        return str(fault) or "too deep"
    return None


def names_read(text: str) -> frozenset[str]:
    """The variables that an expression reads for certain; none of one that cannot be read."""
    try:
        return parse(text).sure_names
    except (ExpressionError, RecursionError):
        return frozenset()
