"""Finds decisions that would need their own result."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dmn.graph import Decision


def find_circle(decisions: Mapping[str, Decision]) -> tuple[str, ...]:
    """The ids of one circle of requirements, or nothing."""
    done: set[str] = set()
    for start in decisions:
        circle = _search(decisions, start, done)
        if circle:
            return circle
    return ()


def _search(decisions: Mapping[str, Decision], start: str, done: set[str]) -> tuple[str, ...]:
    # Depth first without recursion: `path` is the way to the decision on top of the stack.
    path: list[str] = []
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        name, is_left = stack.pop()
        if is_left:
            path.pop()
            done.add(name)
        elif name in path:
            return (*path[path.index(name) :], name)
        elif name not in done and name in decisions:
            path.append(name)
            stack.append((name, True))
            stack.extend((needed, False) for needed in decisions[name].required)
    return ()
