"""Counts what random runs went through, so that a blind spot shows."""

from __future__ import annotations

from collections import Counter

from tests.engine_random.blocks import Boundary, Choice, Fork, Host, Row, Scope, Task, Throw


def choices_of(scope: Scope) -> dict[str, object]:
    """The variables that lead each gateway to its chosen branch."""
    found: dict[str, object] = {}
    for block, _ in _blocks_of_scope(scope, 0):
        if isinstance(block, Choice):
            found[f"c_{block.id}"] = block.chosen
    return found


def count_passed(scope: Scope, states: dict[str, str]) -> Counter[str]:
    """How often each kind of element, timer and depth was entered in one run."""
    counts: Counter[str] = Counter()
    for block, depth in _blocks_of_scope(scope, 0):
        _count_block(block, depth, states, counts)
    for name, state in states.items():
        if name.endswith("_race"):
            counts["terminate race"] += 1
        if state == "TERMINATED":
            counts["terminated element"] += 1
    return counts


def _count_block(
    block: Task | Throw | Choice | Fork | Host | Boundary,
    depth: int,
    states: dict[str, str],
    counts: Counter[str],
) -> None:
    name = f"{block.id}_split" if isinstance(block, Choice | Fork) else block.id
    if name not in states:
        return
    if isinstance(block, Task | Host):
        counts[block.kind] += 1
        counts[f"depth {depth}"] += 1
    elif isinstance(block, Boundary):
        way = "interrupting" if block.is_interrupting else "non-interrupting"
        counts[f"{way} {block.timer or 'escalation'}"] += 1
    else:
        counts[type(block).__name__.lower()] += 1


def _blocks_of_scope(scope: Scope, depth: int):
    for row in (scope.body, *scope.racers):
        yield from _blocks_of_row(row, depth)


def _blocks_of_row(row: Row, depth: int):
    for block in row.blocks:
        yield block, depth
        if isinstance(block, Choice | Fork):
            for branch in block.branches:
                yield from _blocks_of_row(branch, depth)
        if isinstance(block, Host):
            yield from _blocks_of_scope(block.scope, depth + 1)
        if isinstance(block, Task | Host):
            for boundary in block.boundaries:
                yield boundary, depth
                yield from _blocks_of_row(boundary.block, depth)
