"""How likely chance alone makes a number, and within which bounds a rate lies: pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log, sqrt

_Z95 = 1.959964
_NEGLIGIBLE = 1e-17


def tail(seen: int, number: int, rate: float) -> float:
    """The chance of `seen` or more of `number` where each is one by `rate` (binomial)."""
    if seen <= 0:
        return 1.0
    if seen > number or rate <= 0:
        return 0.0 if rate <= 0 else 1e-300
    if rate >= 1:
        return 1.0
    total = 0.0
    for count in range(seen, number + 1):
        one = exp(
            lgamma(number + 1)
            - lgamma(count + 1)
            - lgamma(number - count + 1)
            + count * log(rate)
            + (number - count) * log(1 - rate)
        )
        total += one
        if one < total * _NEGLIGIBLE and count > number * rate:
            break
    return min(1.0, max(total, 1e-300))


def interval(seen: int, number: int) -> tuple[float, float]:
    """Wilson's interval of 95% of a rate; from 0 to 1 where there is no number."""
    if number <= 0:
        return 0.0, 1.0
    share, z2 = seen / number, _Z95**2
    middle = (share + z2 / (2 * number)) / (1 + z2 / number)
    half = _Z95 * sqrt(share * (1 - share) / number + z2 / (4 * number**2)) / (1 + z2 / number)
    return max(0.0, middle - half), min(1.0, middle + half)


def stand_out(chances: Sequence[float], false_share: float) -> list[bool]:
    """Which of them stand out so that of those that do no more than this share is chance (Benjamini-Hochberg)."""
    ranked = sorted(range(len(chances)), key=lambda place: chances[place])
    last = 0
    for rank, place in enumerate(ranked, start=1):
        if chances[place] <= false_share * rank / len(chances):
            last = rank
    chosen = set(ranked[:last])
    return [place in chosen for place in range(len(chances))]
