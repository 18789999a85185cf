"""Figures of lists: min, max, sum, product, mean, median, stddev, mode; each also of several arguments."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import reduce

from engine.feel.builtins.registry import builtin
from engine.feel.comparison import compare
from engine.feel.numbers import NUMBERS

Items = list[object]


def _numbers(items: Items) -> list[Decimal]:
    """Return the items, all of which must be numbers and at least one."""
    numbers = [item for item in items if isinstance(item, Decimal)]
    if len(numbers) != len(items) or not numbers:
        raise TypeError("not a list of numbers")
    return numbers


def _extreme(items: Items, wanted: int) -> object:
    best = items[0]
    for item in items:
        order = compare(item, best)
        if order is None:
            return None
        if order == wanted:
            best = item
    return best


def _of_both(name: str) -> Callable[[Callable[[Items], object]], Callable[[Items], object]]:
    """Enter a figure under `name(list)` and `name(items...)`."""

    def enter(figure: Callable[[Items], object]) -> Callable[[Items], object]:
        builtin(f"{name}(list: list)")(figure)
        builtin(f"{name}(items...: any)")(lambda *items: figure(list(items)))
        return figure

    return enter


@_of_both("min")
def least(items: Items) -> object:
    """Return the least item; null if the items have no order."""
    return _extreme(items, -1)


@_of_both("max")
def greatest(items: Items) -> object:
    """Return the greatest item; null if the items have no order."""
    return _extreme(items, 1)


@_of_both("sum")
def total(items: Items) -> object:
    """Return the sum."""
    return reduce(NUMBERS.add, _numbers(items))


@_of_both("product")
def product(items: Items) -> object:
    """Return the product."""
    return reduce(NUMBERS.multiply, _numbers(items))


def _mean(numbers: list[Decimal]) -> Decimal:
    return NUMBERS.divide(reduce(NUMBERS.add, numbers), Decimal(len(numbers)))


@_of_both("mean")
def mean(items: Items) -> object:
    """Return the arithmetic mean."""
    return _mean(_numbers(items))


@_of_both("median")
def median(items: Items) -> object:
    """Return the middle number, or the mean of the two in the middle."""
    numbers = sorted(_numbers(items))
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else _mean(numbers[middle - 1 : middle + 1])


@_of_both("stddev")
def standard_deviation(items: Items) -> object:
    """Return the deviation of a sample; null for a single number."""
    numbers = _numbers(items)
    centre = _mean(numbers)
    distances = [NUMBERS.subtract(number, centre) for number in numbers]
    squares = reduce(NUMBERS.add, [NUMBERS.multiply(distance, distance) for distance in distances])
    return NUMBERS.sqrt(NUMBERS.divide(squares, Decimal(len(numbers) - 1)))


@_of_both("mode")
def mode(items: Items) -> object:
    """Return the most frequent numbers in ascending order."""
    if not items:
        return []
    numbers = _numbers(items)
    frequency: dict[Decimal, int] = {}
    for number in numbers:
        frequency[number] = frequency.get(number, 0) + 1
    highest = max(frequency.values())
    return sorted(number for number, times in frequency.items() if times == highest)
