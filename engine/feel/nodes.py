"""Compiled pieces of expressions: one function per construct makes the closure that evaluates it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from engine.feel.arithmetic import Operation, describe_failure, negate
from engine.feel.comparison import compare, equal
from engine.feel.errors import EvaluationError
from engine.feel.limits import size_steps
from engine.feel.oddities import Oddity, expected, shown
from engine.feel.properties import find_property, missing_part
from engine.feel.scope import Scope
from engine.feel.values import MISSING, Range

Evaluate = Callable[[Scope], object]


@dataclass(frozen=True, slots=True)
class Node:
    """A compiled piece; `find` is like `evaluate` but tells a missing name from null."""

    evaluate: Evaluate
    find: Evaluate | None = None


def literal(value: object) -> Node:
    """Return a piece with a fixed value."""
    return Node(lambda scope: value)


def variable(name: str) -> Node:
    """Return the look-up of a name; a missing one is null."""

    def evaluate(scope: Scope) -> object:
        value = scope.find(name)
        if value is MISSING:
            scope.run.warn(Oddity.NO_VARIABLE_FOUND, lambda: f"No variable found with name '{name}'")
            return None
        return value

    return Node(evaluate, lambda scope: scope.find(name))


def path(source: Node, name: str) -> Node:
    """Return the entry or property `name` of a value; of each item for a list; null if there is none."""

    def find(scope: Scope) -> object:
        return find_property(source.evaluate(scope), name, scope.run)

    def evaluate(scope: Scope) -> object:
        told = len(scope.run.warnings)
        holder = source.evaluate(scope)
        value = find_property(holder, name, scope.run)
        if value is MISSING:
            # Of a missing variable everything is missing; as on Zeebe that is said once.
            if holder is not None or not scope.run.has_told(Oddity.NO_VARIABLE_FOUND, told):
                scope.run.warn(*missing_part(holder, name))
            return None
        return value

    return Node(evaluate, find)


def arithmetic(first: Node, rest: list[tuple[Operation, Node]]) -> Node:
    """Return a chain of operations of one rank, from left to right; null as soon as one is undefined."""

    def evaluate(scope: Scope) -> object:
        value = first.evaluate(scope)
        for operation, operand in rest:
            other = operand.evaluate(scope)
            try:
                value = operation(value, other)
                scope.run.spend(size_steps(value))
            except EvaluationError:
                raise
            except (ArithmeticError, ValueError, TypeError):
                scope.run.warn(Oddity.INVALID_TYPE, partial(describe_failure, operation, value, other))
                value = None
        return value

    return Node(evaluate)


def negation(operand: Node) -> Node:
    """Return the operand with the other sign."""

    def evaluate(scope: Scope) -> object:
        value = operand.evaluate(scope)
        try:
            return negate(value)
        except (ArithmeticError, TypeError):
            scope.run.warn(*expected("number", value))
            return None

    return Node(evaluate)


def conjunction(parts: list[Node], decisive: bool) -> Node:
    """Return three-valued `and` (decisive False) or `or` (decisive True); what is no boolean counts as null."""

    def evaluate(scope: Scope) -> object:
        result: bool | None = not decisive
        for part in parts:
            value = part.evaluate(scope)
            if value is decisive:
                return decisive
            if not isinstance(value, bool):
                if result is not None:
                    scope.run.warn(*expected("boolean", value))
                result = None
        return result

    return Node(evaluate)


def _differ(left: object, right: object) -> bool | None:
    same = equal(left, right)
    return None if same is None else not same


def _ordered(accepted: tuple[int, ...]) -> Callable[[object, object], bool | None]:
    def test(left: object, right: object) -> bool | None:
        order = compare(left, right)
        return None if order is None else order in accepted

    return test


COMPARISONS: dict[str, Callable[[object, object], bool | None]] = {
    "=": equal,
    "!=": _differ,
    "<": _ordered((-1,)),
    "<=": _ordered((-1, 0)),
    ">": _ordered((1,)),
    ">=": _ordered((0, 1)),
}


def comparison(sign: str, left: Node, right: Node) -> Node:
    """Return a comparison; null for values that cannot be compared."""
    test = COMPARISONS[sign]

    def evaluate(scope: Scope) -> object:
        one, other = left.evaluate(scope), right.evaluate(scope)
        result = test(one, other)
        if result is None:
            scope.run.warn(
                Oddity.NOT_COMPARABLE, lambda: f"Can't compare '{shown(one)}' with '{shown(other)}'"
            )
        return result

    return Node(evaluate)


def between(value: Node, low: Node, high: Node) -> Node:
    """Return whether a value lies between two others or equals one."""
    at_least, at_most = COMPARISONS[">="], COMPARISONS["<="]

    def evaluate(scope: Scope) -> object:
        subject = value.evaluate(scope)
        above, below = at_least(subject, low.evaluate(scope)), at_most(subject, high.evaluate(scope))
        return None if above is None or below is None else above and below

    return Node(evaluate)


def condition(test: Node, then: Node, otherwise: Node) -> Node:
    """Return `if`; anything but true takes the second branch."""

    def evaluate(scope: Scope) -> object:
        verdict = test.evaluate(scope)
        if not isinstance(verdict, bool):
            scope.run.warn(*expected("boolean", verdict))
        return (then if verdict is True else otherwise).evaluate(scope)

    return Node(evaluate)


def range_of(low: Node, high: Node, low_included: bool, high_included: bool) -> Node:
    """Return a range; null when its bounds cannot be compared."""

    def evaluate(scope: Scope) -> object:
        lowest, highest = low.evaluate(scope), high.evaluate(scope)
        if compare(lowest, highest) is None:
            return None
        return Range(lowest, highest, low_included, high_included)

    return Node(evaluate)
