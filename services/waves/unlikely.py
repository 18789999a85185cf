"""How unlikely a number of complaints is where so many are usual: the upper tail of a negative binomial, in plain Python."""

from __future__ import annotations

from math import lgamma, log, log10

# What is added after the first term is less than this share of it: the sum has come to its end.
LAST_SHARE = 1e-9
MOST_TERMS = 10_000
# Nothing less likely is told apart.
LEAST_LIKELY = 300.0


def unlikelihood(seen: int, mean: float, variance: float) -> float:
    """-log10 of the chance of `seen` or more, in [0, 300]; `variance` of at least `mean` (equal: Poisson), `mean` > 0.

    Summed upwards from `seen`, so that it is exact where the chance is small; nothing at or below the mean is unlikely.
    """
    if seen <= mean:
        return 0.0
    extra = variance - mean
    size = None if extra <= mean * 1e-9 else mean * mean / extra
    first = _log_poisson(seen, mean) if size is None else _log_binomial(seen, mean, size)
    share, total = 1.0, 1.0
    for number in range(seen, seen + MOST_TERMS):
        more = mean if size is None else (number + size) * mean / (mean + size)
        share *= more / (number + 1)
        total += share
        if share < LAST_SHARE * total:
            break
    return min(LEAST_LIKELY, max(0.0, -(first / log(10) + log10(total))))


def _log_poisson(number: int, mean: float) -> float:
    return number * log(mean) - mean - lgamma(number + 1)


def _log_binomial(number: int, mean: float, size: float) -> float:
    """Of the negative binomial with this mean and `size` (variance = mean + mean² / size)."""
    return (
        lgamma(number + size)
        - lgamma(size)
        - lgamma(number + 1)
        + size * log(size / (size + mean))
        + number * log(mean / (size + mean))
    )
