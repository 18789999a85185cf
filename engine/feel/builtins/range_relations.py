"""How points and ranges lie to each other (Allen's relations with open and closed bounds)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from engine.feel.builtins.registry import builtin
from engine.feel.comparison import compare, contains, equal
from engine.feel.values import Range

Relation = TypeVar("Relation", bound=Callable[..., object])


def _order(left: object, right: object) -> int:
    order = compare(left, right)
    if order is None:
        raise TypeError("no order between the bounds")
    return order


def _begins_before(left: Range, right: Range) -> bool:
    order = _order(left.low, right.low)
    return order < 0 or (order == 0 and left.low_included and not right.low_included)


def _ends_before_or_with(left: Range, right: Range) -> bool:
    order = _order(left.high, right.high)
    return order < 0 or (order == 0 and (not left.high_included or right.high_included))


def _begins_after_or_with(left: Range, right: Range) -> bool:
    order = _order(left.low, right.low)
    return order > 0 or (order == 0 and (not left.low_included or right.low_included))


def _is_before(left: Range, right: Range) -> bool:
    order = _order(left.high, right.low)
    return order < 0 or (order == 0 and not (left.high_included and right.low_included))


def _as_range(value: object) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


_PAIRS = {
    "points": "point1: any, point2: any",
    "point and range": "point: any, range: range",
    "range and point": "range: range, point: any",
    "ranges": "range1: range, range2: range",
}


def _relation(name: str, *pairs: str) -> Callable[[Relation], Relation]:
    """Enter a relation under its signatures, the ranges first since a point is any value."""

    def enter(function: Relation) -> Relation:
        for pair in reversed(pairs):
            builtin(f"{name}({_PAIRS[pair]})")(function)
        return function

    return enter


@_relation("before", "points", "point and range", "range and point", "ranges")
def before(left: object, right: object) -> object:
    """Say whether all of the first comes before all of the second."""
    return _is_before(_as_range(left), _as_range(right))


@_relation("after", "points", "point and range", "range and point", "ranges")
def after(left: object, right: object) -> object:
    """Say whether all of the first comes after all of the second."""
    return _is_before(_as_range(right), _as_range(left))


@_relation("meets", "ranges")
def meets(left: Range, right: Range) -> object:
    """Say whether the first ends where the second begins, both included."""
    return left.high_included and right.low_included and _order(left.high, right.low) == 0


@_relation("met by", "ranges")
def met_by(left: Range, right: Range) -> object:
    """Say whether the first begins where the second ends, both included."""
    return meets(right, left)


@_relation("overlaps", "ranges")
def overlaps(left: Range, right: Range) -> object:
    """Say whether the ranges share a point."""
    return not _is_before(left, right) and not _is_before(right, left)


@_relation("overlaps before", "ranges")
def overlaps_before(left: Range, right: Range) -> object:
    """Say whether the first begins earlier, reaches into the second and ends not after it."""
    return _begins_before(left, right) and not _is_before(left, right) and _ends_before_or_with(left, right)


@_relation("overlaps after", "ranges")
def overlaps_after(left: Range, right: Range) -> object:
    """Say whether the second overlaps before the first."""
    return overlaps_before(right, left)


@_relation("finishes", "point and range", "ranges")
def finishes(left: object, right: Range) -> object:
    """Say whether the first ends with the second and does not begin before it."""
    inner = _as_range(left)
    ends_alike = _order(inner.high, right.high) == 0 and inner.high_included == right.high_included
    return ends_alike and _begins_after_or_with(inner, right)


@_relation("finished by", "range and point", "ranges")
def finished_by(left: Range, right: object) -> object:
    """Say whether the second finishes the first."""
    return finishes(right, left)


@_relation("starts", "point and range", "ranges")
def starts(left: object, right: Range) -> object:
    """Say whether the first begins with the second and does not end after it."""
    inner = _as_range(left)
    begins_alike = _order(inner.low, right.low) == 0 and inner.low_included == right.low_included
    return begins_alike and _ends_before_or_with(inner, right)


@_relation("started by", "range and point", "ranges")
def started_by(left: Range, right: object) -> object:
    """Say whether the second starts the first."""
    return starts(right, left)


@_relation("includes", "range and point", "ranges")
def includes(left: Range, right: object) -> object:
    """Say whether all of the second lies in the first."""
    if isinstance(right, Range):
        return _begins_after_or_with(right, left) and _ends_before_or_with(right, left)
    return contains(left, right)


@_relation("during", "point and range", "ranges")
def during(left: object, right: Range) -> object:
    """Say whether all of the first lies in the second."""
    return includes(right, left)


@_relation("coincides", "points", "ranges")
def coincides(left: object, right: object) -> object:
    """Say whether both are the same point or range."""
    return equal(left, right)
