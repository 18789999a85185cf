"""Counts what random runs went through, so that a blind spot shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.engine_random.blocks import (
    Aside,
    Boundary,
    Choice,
    Fork,
    Host,
    Link,
    Race,
    Row,
    Rule,
    Scope,
    Task,
    Throw,
)

Counted = Task | Rule | Throw | Link | Choice | Fork | Race | Host | Boundary | Aside
_SUFFIXES = {Choice: "_split", Fork: "_split", Race: "_gate"}


def choices_of(scope: Scope) -> dict[str, object]:
    """The variables that lead each gateway to its chosen branch."""
    found: dict[str, object] = {}
    for block, _ in _blocks_of_scope(scope, 0):
        if isinstance(block, Choice):
            found[f"c_{block.id}"] = block.chosen
    return found


def count_passed(scope: Scope, states: dict[str, str]) -> Counter[str]:
    """How often each kind of element, event and depth was entered in one run."""
    counts: Counter[str] = Counter()
    for block, depth in _blocks_of_scope(scope, 0):
        if f"{block.id}{_SUFFIXES.get(type(block), '')}" in states:
            _count_block(block, depth, states, counts)
    for name, state in states.items():
        if name.endswith("_race"):
            counts["terminate race"] += 1
        if state == "TERMINATED":
            counts["terminated element"] += 1
    return counts


def _count_block(block: Counted, depth: int, states: dict[str, str], counts: Counter[str]) -> None:
    if isinstance(block, Task | Host):
        counts[block.kind] += 1
        counts[f"depth {depth}"] += 1
        counts["looped task" if isinstance(block, Task) else f"looped {block.kind}"] += block.is_looped
    elif isinstance(block, Rule):
        counts[block.kind] += 1
    elif isinstance(block, Boundary | Aside):
        way = "interrupting" if block.is_interrupting else "non-interrupting"
        counts[f"{way} {block.kind}{' aside' if isinstance(block, Aside) else ''}"] += 1
    elif isinstance(block, Choice):
        counts["inclusive choice" if block.is_inclusive else "exclusive choice"] += 1
    elif isinstance(block, Race):
        won = [minutes for number, minutes in enumerate(block.minutes) if block.event_id(number) in states]
        counts["race won by " + ("nothing" if not won else "timer" if won[0] else "message")] += 1
    else:
        counts[type(block).__name__.lower()] += 1


def _blocks_of_scope(scope: Scope, depth: int) -> Iterator[tuple[Counted, int]]:
    for row in (scope.body, *scope.racers):
        yield from _blocks_of_row(row, depth)
    for aside in scope.asides:
        yield aside, depth
        yield from _blocks_of_scope(aside.scope, depth + 1)


def _blocks_of_row(row: Row, depth: int) -> Iterator[tuple[Counted, int]]:
    for block in row.blocks:
        yield block, depth
        if isinstance(block, Choice | Fork | Race):
            for branch in block.branches:
                yield from _blocks_of_row(branch, depth)
        if isinstance(block, Host):
            yield from _blocks_of_scope(block.scope, depth + 1)
        if isinstance(block, Task | Host):
            for boundary in block.boundaries:
                yield boundary, depth
                yield from _blocks_of_row(boundary.block, depth)
