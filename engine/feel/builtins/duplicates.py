"""Lists as sets: what is in them, how often, and where; by FEEL's equality, so each pair is compared."""

from __future__ import annotations

from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.comparison import equal
from engine.feel.scope import Run

Items = list[object]


def _has(run: Run, items: Items, wanted: object) -> bool:
    run.spend(1 + len(items) // 8)
    return any(equal(item, wanted) is True for item in items)


@builtin("list contains(list: list, element: any)", wants_run=True)
def list_contains(run: Run, items: Items, element: object) -> object:
    """Say whether the element is in the list; null may be."""
    return _has(run, items, element)


@builtin("index of(list: list, match: any)")
def index_of(items: Items, match: object) -> object:
    """Return all places of the element, counted from 1."""
    return [Decimal(place) for place, item in enumerate(items, 1) if equal(item, match) is True]


@builtin("distinct values(list: list)", wants_run=True)
def distinct_values(run: Run, items: Items) -> object:
    """Return each value once, in the order of first appearance."""
    result: Items = []
    for item in items:
        if not _has(run, result, item):
            result.append(item)
    return result


@builtin("duplicate values(list: list)", wants_run=True)
def duplicate_values(run: Run, items: Items) -> object:
    """Return what appears more than once, once each."""
    result: Items = []
    for place, item in enumerate(items):
        if not _has(run, result, item) and _has(run, items[place + 1 :], item):
            result.append(item)
    return result


@builtin("union(lists...: list)", wants_run=True)
def union(run: Run, *lists: Items) -> object:
    """Return the values of all lists, each once."""
    return distinct_values(run, [item for items in lists for item in items])
