"""Ratios of two rates, and of two such ratios, with exact intervals: what few numbers cannot show, the intervals do not say.

Counts are taken for Poisson. Given both counts of a ratio together, the later one is binomial; given the margins of the table of
four, the later one of our own is Fisher's noncentral hypergeometric. Both intervals hold the true value at least as often as
they say: Breslow, Day, Statistical Methods in Cancer Research, volume I (IARC 1980), chapter 4, and volume II (IARC 1987),
chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, lgamma, log

# On each side: of a hundred intervals at most one lies wholly below the true value, and at most one above.
BEYOND = 0.01
# Of the log: from a 160,000th to the 160,000fold.
_WIDEST, _STEPS = 12.0, 32


@dataclass(frozen=True, slots=True)
class Count:
    """How many, in how much of what they are counted against: working days or transactions."""

    number: int
    exposure: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """`value` is inf where there was nothing before, None where there was nothing at all; `upper` may be inf."""

    value: float | None
    lower: float
    upper: float


def ratio_of_rates(before: Count, after: Count, beyond: float = BEYOND) -> Ratio:
    """The later rate by the earlier one."""
    return _ratio(_Table(before, after, None, None), beyond)


def ratio_of_ratios(own: tuple[Count, Count], others: tuple[Count, Count], beyond: float = BEYOND) -> Ratio:
    """How much more our own rate changed than that of others; each pair is before and after.

    Nothing can be said, and the interval is from 0 to inf, where others have nothing.
    """
    return _ratio(_Table(*own, *others), beyond)


@dataclass(frozen=True, slots=True)
class _Table:
    """Two counts or four."""

    before: Count
    after: Count
    others_before: Count | None
    others_after: Count | None

    @property
    def offset(self) -> float:
        """The log of the odds of the later count where the ratio is 1."""
        told = log(self.after.exposure) - log(self.before.exposure)
        if self.others_before is not None and self.others_after is not None:
            told -= log(self.others_after.exposure) - log(self.others_before.exposure)
        return told

    def log_weights(self) -> tuple[int, list[float]]:
        """The least that the later count of our own may be, and for it and each after it the log of its weight at odds of 1."""
        own = self.before.number + self.after.number
        if self.others_before is None or self.others_after is None:
            return 0, [_log_choose(own, k) for k in range(own + 1)]
        others = self.others_before.number + self.others_after.number
        later = self.after.number + self.others_after.number
        least = max(0, later - others)
        return least, [
            _log_choose(own, k) + _log_choose(others, later - k) for k in range(least, min(own, later) + 1)
        ]


def _ratio(table: _Table, beyond: float) -> Ratio:
    if min(_exposures(table)) <= 0:
        return Ratio(None, 0.0, inf)
    least, weights = table.log_weights()
    place, offset = table.after.number - least, table.offset

    def at_most(log_ratio: float) -> float:
        return _share(weights, log_ratio + offset, place + 1)

    def at_least(log_ratio: float) -> float:
        return 1.0 - _share(weights, log_ratio + offset, place)

    upper = inf if place == len(weights) - 1 else exp(_solve(lambda x: at_most(x) > beyond))
    lower = 0.0 if place == 0 else exp(_solve(lambda x: at_least(x) < beyond))
    return Ratio(_value(table), lower, upper)


def _exposures(table: _Table) -> list[float]:
    counts = (table.before, table.after, table.others_before, table.others_after)
    return [count.exposure for count in counts if count is not None]


def _value(table: _Table) -> float | None:
    own = _quotient(table.after, table.before)
    if table.others_before is None or table.others_after is None or own is None:
        return own
    others = _quotient(table.others_after, table.others_before)
    return None if others in (None, 0.0, inf) else own / others


def _quotient(later: Count, earlier: Count) -> float | None:
    if not earlier.number:
        return inf if later.number else None
    return (later.number / later.exposure) / (earlier.number / earlier.exposure)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _share(weights: list[float], log_odds: float, first: int) -> float:
    """The chance of one of the first ones."""
    told = [weight + place * log_odds for place, weight in enumerate(weights)]
    most = max(told)
    parts = [exp(one - most) for one in told]
    return sum(parts[:first]) / sum(parts)


def _solve(is_below: Callable[[float], bool]) -> float:
    """Where it begins not to hold any more; it holds on the left."""
    low, high = -_WIDEST, _WIDEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2
