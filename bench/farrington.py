"""Farrington's method as improved by Noufaily (2013), on sums of two days: quasi-Poisson with trend and ten seasons.

Residuals beyond 2.58 are weighted down and the fit is repeated. The score is that of a negative binomial with what was fitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from services.waves.unlikely import unlikelihood

LEAST_SEEN, SEASONS, LONGEST, GUARD, TOO_FAR = 3, 10, 728, 14, 2.58


@dataclass(slots=True)
class Line:
    """One sum of two days before: how many, for how much of a day, in which season, how far back, and its weight."""

    seen: int
    size: float
    season: int
    at: float
    weight: float = 1.0
    mean: float = 0.0


def farrington(counts: Sequence[int], shape: Sequence[float], days: Iterable[int]) -> dict[int, float]:
    """The score of each day on which enough was seen in two days."""
    found = {}
    for day in days:
        seen = counts[day] + counts[day - 1]
        if seen >= LEAST_SEEN:
            found[day] = _score(seen, day, counts, shape)
    return found


def _score(seen: int, day: int, counts: Sequence[int], shape: Sequence[float]) -> float:
    lines, dispersion, now = [*_lines(day, counts, shape)], 1.0, 0.0
    for _ in range(2):
        levels, slope = _fit(lines)
        for line in lines:
            line.mean = line.size * exp(levels[line.season] + slope * line.at)
        off = sum(line.weight * (line.seen - line.mean) ** 2 / line.mean for line in lines)
        dispersion = max(1.0, off / max(1.0, sum(line.weight for line in lines) - SEASONS - 1))
        for line in lines:
            residual = (line.seen - line.mean) / sqrt(dispersion * line.mean)
            line.weight = 1.0 if residual < TOO_FAR else (TOO_FAR / residual) ** 2
        now = levels[0]
    mean = max(0.02, shape[day] + shape[day - 1]) * exp(now)
    return unlikelihood(seen, mean, mean * dispersion * 1.0001)


def _lines(day: int, counts: Sequence[int], shape: Sequence[float]) -> Iterator[Line]:
    for far in range(GUARD, min(LONGEST, day - 1) + 1, 2):
        end = day - far
        size = max(0.02, shape[end] + shape[end - 1])
        season = ((far + 18) % 364) * SEASONS // 364
        yield Line(counts[end] + counts[end - 1], size, season, -far / LONGEST)


def _fit(lines: Sequence[Line]) -> tuple[list[float], float]:
    """Levels of the seasons in closed form for a slope, the slope by Newton's steps; a little of the whole in each season."""
    whole = (sum(line.seen for line in lines) + 0.5) / sum(line.size for line in lines)
    slope, levels = 0.0, [log(whole)] * SEASONS
    for _ in range(4):
        seen, due = [0.5] * SEASONS, [0.5 / whole] * SEASONS
        for line in lines:
            seen[line.season] += line.weight * line.seen
            due[line.season] += line.weight * line.size * exp(slope * line.at)
        levels = [log(a / b) for a, b in zip(seen, due, strict=True)]
        gradient, curve = -slope * 4, 4.0
        for line in lines:
            mean = line.size * exp(levels[line.season] + slope * line.at)
            gradient += line.weight * (line.seen - mean) * line.at
            curve += line.weight * mean * line.at * line.at
        slope = max(-2.0, min(2.0, slope + gradient / curve))
    return levels, slope
