"""What becomes of the outputs of the matching rules: one function per hit policy, listed in HIT_POLICIES."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, Overflow
from functools import reduce
from typing import Final

from engine.dmn.failure import DecisionFailed
from engine.dmn.graph import Aggregation, DecisionTable, HitPolicy, TableOutput
from engine.feel.comparison import equal
from engine.feel.numbers import NUMBERS
from engine.feel.text import print_value

# One row a matching rule, one value an output.
Outputs = Sequence[Sequence[object]]


def _shaped(table: DecisionTable, values: Sequence[object]) -> object:
    """A lone output is its value, several are a context."""
    if len(table.outputs) == 1:
        return values[0]
    return {output.name: value for output, value in zip(table.outputs, values, strict=True)}


def _shown(table: DecisionTable, outputs: Outputs) -> str:
    return print_value([_shaped(table, values) for values in outputs])


def _unique(table: DecisionTable, outputs: Outputs) -> object:
    if len(outputs) > 1:
        found = _shown(table, outputs)
        raise DecisionFailed(f"multiple values aren't allowed for UNIQUE hit policy. found: '{found}'")
    return _shaped(table, outputs[0])


def _first(table: DecisionTable, outputs: Outputs) -> object:
    return _shaped(table, outputs[0])


def _any(table: DecisionTable, outputs: Outputs) -> object:
    first = _shaped(table, outputs[0])
    if any(equal(first, _shaped(table, values)) is not True for values in outputs[1:]):
        found = _shown(table, outputs)
        raise DecisionFailed(f"different values aren't allowed for ANY hit policy. found: '{found}'")
    return first


def _priority(table: DecisionTable, outputs: Outputs) -> object:
    return _shaped(table, _ranked(table, outputs)[0])


def _output_order(table: DecisionTable, outputs: Outputs) -> object:
    return [_shaped(table, values) for values in _ranked(table, outputs)]


def _rule_order(table: DecisionTable, outputs: Outputs) -> object:
    return [_shaped(table, values) for values in outputs]


def _ranked(table: DecisionTable, outputs: Outputs) -> list[Sequence[object]]:
    """Best first: by the first output's list of values, equals by the next output; stable otherwise."""
    return sorted(outputs, key=lambda values: tuple(map(_rank, table.outputs, values)))


def _rank(output: TableOutput, value: object) -> int:
    """The place of a value in its list; a value that is not listed comes last."""
    places = (place for place, listed in enumerate(output.ranking) if equal(listed, value) is True)
    return next(places, len(output.ranking))


def _collect(table: DecisionTable, outputs: Outputs) -> object:
    if table.aggregation is Aggregation.LIST:
        return _rule_order(table, outputs)
    if table.aggregation is Aggregation.COUNT:
        return Decimal(len(outputs))
    return _AGGREGATES[table.aggregation]([_number(values[0]) for values in outputs])


def _number(value: object) -> Decimal:
    if not isinstance(value, Decimal):
        raise DecisionFailed(f"expected number but found '{print_value(value)}'")
    return value


def _sum(numbers: Sequence[Decimal]) -> Decimal:
    try:
        return reduce(NUMBERS.add, numbers)
    except Overflow:
        raise DecisionFailed("the sum of the outputs is too big") from None


_AGGREGATES: Final[dict[Aggregation, Callable[[Sequence[Decimal]], Decimal]]] = {
    Aggregation.SUM: _sum,
    Aggregation.MIN: min,
    Aggregation.MAX: max,
}
# Each is given at least one row.
HIT_POLICIES: Final[dict[HitPolicy, Callable[[DecisionTable, Outputs], object]]] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.FIRST: _first,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.OUTPUT_ORDER: _output_order,
    HitPolicy.RULE_ORDER: _rule_order,
    HitPolicy.COLLECT: _collect,
}
