"""The types after `instance of`."""

from __future__ import annotations

from dataclasses import dataclass

from engine.feel.limits import Countdown, size_steps
from engine.feel.nodes import Node
from engine.feel.scope import Scope
from engine.feel.values import Kind, kind_of

ANY = "Any"
# Older and newer names of the same types.
TYPE_NAMES: dict[str, Kind | None] = {
    ANY: None,
    **{kind.value: kind for kind in Kind},
    "day-time-duration": Kind.DAYS_TIME,
    "days-time-duration": Kind.DAYS_TIME,
    "year-month-duration": Kind.YEARS_MONTHS,
    "years-months-duration": Kind.YEARS_MONTHS,
}


@dataclass(frozen=True, slots=True)
class InstanceType:
    """A type, None for any, and the type of its items where a list names one."""

    kind: Kind | None
    item: InstanceType | None = None


def is_instance(value: object, wanted: InstanceType, steps: Countdown) -> bool:
    """Say whether a value is of the type; null is of its own type only."""
    if wanted.kind is None:
        return value is not None
    if kind_of(value) is not wanted.kind:
        return False
    if wanted.item is not None and isinstance(value, list):
        item_type = wanted.item
        steps.spend(1 + size_steps(value))
        return all(is_instance(item, item_type, steps) for item in value)
    return True


def instance_test(value: Node, wanted: InstanceType) -> Node:
    """Return the test of a value's type."""

    def evaluate(scope: Scope) -> object:
        return is_instance(value.evaluate(scope), wanted, scope.run)

    return Node(evaluate)
