"""Control limits of a row of periods, and what stands out by them: Laney's charts with three of Nelson's tests.

A number of complaints is judged as so many a day (u′), a rate as a share of its cases (p′), so that periods of other lengths and
sizes get limits of their own. The limits are widened, or narrowed, by how much periods that follow each other differ: complaints
come in waves, and limits of chance alone would call every other period unusual.

D. B. Laney, Improved Control Charts for Attributes, Quality Engineering 14 (4), 2002, 531-537.
L. S. Nelson, The Shewhart Control Chart: Tests for Special Causes, Journal of Quality Technology 16 (4), 1984, 237-239.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt

# With fewer, limits say more of chance than of the office.
FEWEST_PERIODS = 12
SIGMAS = 3
SAME_SIDE = 9
STEADY = 6
# The mean range of two values that chance alone makes, in standard deviations.
_D2 = 1.128
_ROUNDING = 1e-9


class Rule(StrEnum):
    """Outside the limits (Nelson 1), nine in a row on one side of the centre (2), six in a row rising or falling (3)."""

    OUTSIDE = "outside"
    SAME_SIDE = "same_side"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class Measured:
    """So many of `whole`: of cases where it is a share, of days where it is a number."""

    number: int
    whole: int

    @property
    def rate(self) -> float:
        """How many of one."""
        return self.number / self.whole


@dataclass(frozen=True, slots=True)
class Limits:
    """Centre and limits of one period as rates, and the rules by which it stands out."""

    centre: float
    low: float
    high: float
    rules: frozenset[Rule]


def find_limits(measured: Sequence[Measured], *, is_share: bool) -> list[Limits] | None:
    """Of each in turn; None where there are too few. `whole` is never 0."""
    if len(measured) < FEWEST_PERIODS:
        return None
    centre = sum(one.number for one in measured) / sum(one.whole for one in measured)
    spread = max(centre * (1 - centre), 0.0) if is_share else centre
    chance = [sqrt(spread / one.whole) for one in measured]
    widened = _find_widening(measured, centre, chance)
    rules = [set[Rule]() for _ in measured]
    bounds = [_bound(centre, SIGMAS * deviation * widened, is_share=is_share) for deviation in chance]
    for of_one, one, (low, high) in zip(rules, measured, bounds, strict=True):
        if one.rate < low - _ROUNDING or one.rate > high + _ROUNDING:
            of_one.add(Rule.OUTSIDE)
    for rule, run in _find_runs([one.rate for one in measured], centre):
        for no in run:
            rules[no].add(rule)
    return [
        Limits(centre, low, high, frozenset(of_one))
        for (low, high), of_one in zip(bounds, rules, strict=True)
    ]


def _find_widening(measured: Sequence[Measured], centre: float, chance: Sequence[float]) -> float:
    scores = [
        (one.rate - centre) / deviation if deviation else 0.0
        for one, deviation in zip(measured, chance, strict=True)
    ]
    ranges = [abs(after - before) for before, after in pairwise(scores)]
    return sum(ranges) / len(ranges) / _D2


def _bound(centre: float, distance: float, *, is_share: bool) -> tuple[float, float]:
    """What cannot be is no limit: fewer than none, more than all."""
    high = centre + distance
    return max(centre - distance, 0.0), min(high, 1.0) if is_share else high


def _find_runs(rates: Sequence[float], centre: float) -> Iterator[tuple[Rule, range]]:
    sides = [(rate > centre + _ROUNDING) - (rate < centre - _ROUNDING) for rate in rates]
    for run in _list_same(sides):
        if len(run) >= SAME_SIDE:
            yield Rule.SAME_SIDE, run
    steps = [(after > before) - (after < before) for before, after in pairwise(rates)]
    for run in _list_same(steps):
        # Five steps lie between six periods.
        if len(run) >= STEADY - 1:
            yield Rule.STEADY, range(run.start, run.stop + 1)


def _list_same(signs: Sequence[int]) -> Iterator[range]:
    """Stretches of one sign; what is on the line, or like the one before, is in none."""
    start = 0
    for no in range(1, len(signs) + 1):
        if no == len(signs) or signs[no] != signs[start]:
            if signs[start]:
                yield range(start, no)
            start = no
