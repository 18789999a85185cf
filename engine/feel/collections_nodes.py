"""Compiled lists, contexts, filters and loops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engine.feel.limits import MAX_LIST_LENGTH, check_size, size_steps
from engine.feel.nodes import Node
from engine.feel.numbers import whole
from engine.feel.oddities import expected
from engine.feel.scope import Scope
from engine.feel.values import Range


@dataclass(frozen=True, slots=True)
class Iteration:
    """`name in domain` of a loop."""

    name: str
    domain: Node


def list_of(items: list[Node]) -> Node:
    """Return a list of what the items evaluate to."""
    return Node(lambda scope: [item.evaluate(scope) for item in items])


def context_of(entries: list[tuple[str, Node]]) -> Node:
    """Return a context; each entry sees those before it."""

    def evaluate(scope: Scope) -> object:
        result: dict[str, object] = {}
        inner = scope.inner(result)
        for key, node in entries:
            result[key] = node.evaluate(inner)
        return result

    return Node(evaluate)


def item_at(items: list[object], position: Decimal) -> object:
    """Return the item at a place counted from 1, from the end if negative; null outside the list."""
    try:
        index = whole(position)
    except ValueError:
        return None
    if 1 <= index <= len(items):
        return items[index - 1]
    return items[index] if -len(items) <= index <= -1 else None


def filtered(source: Node, condition: Node, cost: int) -> Node:
    """Return the items for which `condition` is true, or the one at its number; null for no list."""

    def evaluate(scope: Scope) -> object:
        items = source.evaluate(scope)
        if not isinstance(items, list):
            scope.run.warn(*expected("list", items))
            return None
        result = []
        for item in items or [None]:
            scope.run.spend(cost + size_steps(item))
            names = {"item": item, **item} if isinstance(item, dict) else {"item": item}
            verdict = condition.evaluate(scope.inner(names))
            if isinstance(verdict, Decimal):
                return item_at(items, verdict)
            if verdict is True and items:
                result.append(item)
        return result

    return Node(evaluate)


def integers(low: object, high: object) -> list[object] | None:
    """Return the whole numbers from one bound to the other, up or down; None for other bounds."""
    if not isinstance(low, Decimal) or not isinstance(high, Decimal):
        return None
    first, last = int(low), int(high)
    step = 1 if first <= last else -1
    size = abs(last - first) + 1
    if size > MAX_LIST_LENGTH:
        check_size([None] * (MAX_LIST_LENGTH + 1))
    return [Decimal(number) for number in range(first, last + step, step)]


def interval(low: Node, high: Node) -> Node:
    """Return the domain `low..high` of a loop."""
    return Node(lambda scope: integers(low.evaluate(scope), high.evaluate(scope)))


def _domain(value: object) -> list[object] | None:
    if isinstance(value, Range) and value.low_included and value.high_included:
        return integers(value.low, value.high)
    return value if isinstance(value, list) else None


def _scopes(iterations: tuple[Iteration, ...], scope: Scope) -> Iterator[Scope | None]:
    """Yield a scope for each combination; None once when something to walk over is no list."""
    if not iterations:
        yield scope
        return
    first, rest = iterations[0], iterations[1:]
    domain = first.domain.evaluate(scope)
    items = _domain(domain)
    if items is None:
        scope.run.warn(*expected("list", domain))
        yield None
        return
    for item in items:
        scope.run.spend()
        yield from _scopes(rest, scope.inner({first.name: item}))


@dataclass(frozen=True, slots=True)
class Body:
    """What a loop evaluates for each combination, what one evaluation costs, whether it reads `partial`."""

    node: Node
    cost: int
    reads_partial: bool


def loop(iterations: tuple[Iteration, ...], body: Body) -> Node:
    """Return `for`: the list of the body's values; `partial` is the list so far."""

    def evaluate(scope: Scope) -> object:
        result: list[object] = []
        for inner in _scopes(iterations, scope):
            if inner is None:
                return None
            scope.run.spend(body.cost)
            if body.reads_partial:
                # A copy, since the body may keep it; sixteen items copy in the time of a step.
                scope.run.spend(len(result) // 16)
                result.append(body.node.evaluate(inner.inner({"partial": list(result)})))
            else:
                result.append(body.node.evaluate(inner))
            check_size(result)
        return result

    return Node(evaluate)


def quantified(iterations: tuple[Iteration, ...], body: Body, decisive: bool) -> Node:
    """Return `some` (decisive True) or `every` (decisive False) over all combinations."""

    def evaluate(scope: Scope) -> object:
        result: bool | None = not decisive
        for inner in _scopes(iterations, scope):
            if inner is None:
                return None
            scope.run.spend(body.cost)
            verdict = body.node.evaluate(inner)
            if verdict is decisive:
                return decisive
            if not isinstance(verdict, bool):
                result = None
        return result

    return Node(evaluate)
