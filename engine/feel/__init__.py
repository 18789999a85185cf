"""FEEL in the dialect of Zeebe: text in, compiled expression or ExpressionError out; no I/O, no clock."""

from engine.feel.errors import AssertionFailed, EvaluationError, ExpressionError
from engine.feel.expression import (
    Expression,
    UnaryTests,
    parse,
    parse_unary_tests,
)
from engine.feel.json_values import from_json, to_json

__all__ = [
    "AssertionFailed",
    "EvaluationError",
    "Expression",
    "ExpressionError",
    "UnaryTests",
    "from_json",
    "parse",
    "parse_unary_tests",
    "to_json",
]
