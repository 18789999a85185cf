"""Which numbers of a table are not shown: small ones, and as many others as keep them from being reckoned from the total."""

from __future__ import annotations

from collections.abc import Mapping

# Groups of fewer complaints can be recognised by whoever knows one of them.
LEAST = 5


def list_hidden(numbers: Mapping[str, int]) -> frozenset[str]:
    """The lines of a table beside whose total they stand: those of 1 to 4, and the next smallest ones where the total would tell.

    One hidden line alone is the total less all others; several that are fewer than five together are a small group still.
    """
    hidden = {value for value, number in numbers.items() if 0 < number < LEAST}
    others = sorted((number, value) for value, number in numbers.items() if number >= LEAST)
    while hidden and others and (len(hidden) == 1 or sum(numbers[value] for value in hidden) < LEAST):
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)
