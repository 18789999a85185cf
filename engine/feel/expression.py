"""What the rest of the engine sees of FEEL: parsed expressions and unary tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from engine.feel.errors import EvaluationError, ExpressionError
from engine.feel.json_values import from_json
from engine.feel.nodes import Node, literal
from engine.feel.parser import Parser
from engine.feel.scope import Run, Scope
from engine.feel.types_and_tests import parse_tests
from engine.feel.unary import INPUT


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression, to be evaluated as often as needed.

    `names` are the variables it may read; entries of items that a filter names are among them, and not among
    `sure_names`.
    """

    text: str
    names: frozenset[str]
    sure_names: frozenset[str]
    _node: Node = field(repr=False, compare=False)

    def evaluate(
        self, context: Mapping[str, object], now: datetime | None = None, *, warnings: list[str] | None = None
    ) -> object:
        """Return the FEEL value in `context` (JSON or FEEL values); null for whatever fails inside FEEL.

        `now` is the aware moment of `now()` and `today()`, null without it; reasons for a null are
        added to `warnings`. EvaluationError for a false `assert` and for a limit that is passed.
        """
        scope = Scope({}, Run(context, now, [] if warnings is None else warnings))
        return _evaluate(self._node, scope)


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """Parsed unary tests (the input entry of a decision table)."""

    text: str
    names: frozenset[str]
    _node: Node = field(repr=False, compare=False)

    def evaluate(
        self, value: object, context: Mapping[str, object], now: datetime | None = None
    ) -> bool | None:
        """Say whether `value` passes the tests; None when that cannot be said."""
        run = Run(context, now, [])
        scope = Scope({INPUT: from_json(value, run)}, run)
        verdict = _evaluate(self._node, scope)
        return verdict if isinstance(verdict, bool) else None


def _evaluate(node: Node, scope: Scope) -> object:
    try:
        return node.evaluate(scope)
    except RecursionError as fault:
        raise EvaluationError("The evaluation is nested too deep") from fault


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Compile `text` (without the leading '='); ExpressionError when it is no expression."""
    parser = Parser(text)
    node = _checked(parser.expression_to_end, text)
    return Expression(text, frozenset(parser.free), frozenset(parser.surely_free), node)


@lru_cache(maxsize=1024)
def parse_unary_tests(text: str) -> UnaryTests:
    """Compile unary tests such as `< 10, [20..30]`; `-` or nothing passes all; ExpressionError for no tests."""
    if text.strip() in ("", "-"):
        return UnaryTests(text, frozenset(), literal(True))
    parser = Parser(text)
    with parser.binding([INPUT]):
        node = _checked(lambda: parse_tests(parser), text)
    parser.expect_end()
    return UnaryTests(text, frozenset(parser.free), node)


def _checked(parse_it: Callable[[], Node], text: str) -> Node:
    try:
        return parse_it()
    except RecursionError as fault:
        raise ExpressionError("The expression is nested too deep", len(text)) from fault
