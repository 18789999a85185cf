"""Unary tests: what stands after `in` and in the input entries of decision tables; `?` is the tested value."""

from __future__ import annotations

from engine.feel.comparison import contains, equal
from engine.feel.nodes import COMPARISONS, Node
from engine.feel.scope import Scope
from engine.feel.values import Range

INPUT = "?"


def _verdict(value: object, answer: object, reads_input: bool) -> bool | None:
    if reads_input:
        return answer if isinstance(answer, bool) else None
    if isinstance(answer, Range):
        return contains(answer, value)
    if isinstance(answer, list) and not isinstance(value, list):
        return any(_verdict(value, item, False) is True for item in answer)
    if isinstance(answer, bool) and not isinstance(value, bool):
        return answer
    return equal(value, answer)


def expression_test(node: Node, reads_input: bool) -> Node:
    """Return the test by an expression: a range or list holds the value, a condition on `?`, or equality."""

    def evaluate(scope: Scope) -> object:
        return _verdict(scope.find(INPUT), node.evaluate(scope), reads_input)

    return Node(evaluate)


def sign_test(sign: str, bound: Node) -> Node:
    """Return the test `< bound` and its like."""
    test = COMPARISONS[sign]
    return Node(lambda scope: test(scope.find(INPUT), bound.evaluate(scope)))


def any_test(tests: list[Node]) -> Node:
    """Return the test that one of the tests passes; null if none does and one cannot be said."""

    def evaluate(scope: Scope) -> object:
        verdicts = [test.evaluate(scope) for test in tests]
        if True in verdicts:
            return True
        return None if None in verdicts else False

    return Node(evaluate)


def not_test(test: Node) -> Node:
    """Return the opposite of a test."""

    def evaluate(scope: Scope) -> object:
        verdict = test.evaluate(scope)
        return None if verdict is None else verdict is False

    return Node(evaluate)


def membership(value: Node, test: Node) -> Node:
    """Return `value in test`."""

    def evaluate(scope: Scope) -> object:
        return test.evaluate(scope.inner({INPUT: value.evaluate(scope)}))

    return Node(evaluate)
