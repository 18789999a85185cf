"""Which numbers of a table are not shown: small ones, and as many others as keep them from being reckoned from the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.ground.small_group import SMALLEST_GROUP, is_small

# So many values at least stay possible for a small number to whoever knows the total, all shown lines and this rule.
OPEN_VALUES = 3


def list_hidden(numbers: Mapping[str, int]) -> frozenset[str]:
    """The lines of a table beside whose total they stand: those of 1 to 4, and at least one other while there is one.

    What is hidden has a sum that everybody can reckon, and another line is no greater than the next that is shown: further ones
    are hidden until a small number may be any of OPEN_VALUES. Where no line with a number is left, all are hidden, noughts too:
    the sum is the total then, and how many lines it is of would tell them.
    """
    small = {value: number for value, number in numbers.items() if is_small(number)}
    if not small:
        return frozenset()
    others = sorted((number, value) for value, number in numbers.items() if number >= SMALLEST_GROUP)
    added: list[tuple[int, str]] = []
    while others and (not added or _count_open([*small.values()], added, others[0][0]) < OPEN_VALUES):
        added.append(others.pop(0))
    return frozenset(small) | {value for _, value in added} if others else frozenset(numbers)


def _count_open(small: Sequence[int], added: Sequence[tuple[int, str]], shown: int) -> int:
    """How many values one of the small numbers may have: the others are 1 to 4 each, the added ones 5 to below the least shown.

    Not as much as that one: where it were, the rule might have been content with fewer lines.
    """
    total = sum(small) + sum(number for number, _ in added)
    least = len(small) - 1 + SMALLEST_GROUP * len(added)
    most = (SMALLEST_GROUP - 1) * (len(small) - 1) + (shown - 1) * len(added)
    return sum(least <= total - value <= most for value in range(1, SMALLEST_GROUP))
