"""How many complaints the coming four weeks bring, from the weekly counts of the past year; pure.

The level is an exponentially weighted mean of complaints a working day, in which the last eight weeks weigh most; what is to
be expected is that of the working days ahead, so that a holiday lowers both what comes in and what people can end. At each
week of the past year from the twelfth on it is asked what it would have said of the four that followed: how far it was off
is its error, and the fifth and ninety-fifth percentile of that make the interval. Beside it what the last four weeks alone
would have said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WEEKS = 4
PAST_WEEKS = 52
USUAL_DAYS = 5
# The first weeks set the level; then as many look-backs as make a percentile worth something.
FIRST_WEEKS, LEAST_WEEKS = 12, 24
_WEIGHT = 0.25
# By 150 made offices of five kinds these hold eight of ten; the tenth and ninetieth held seven (ADR 0295).
_LOW, _HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of four weeks; `error` and `naive_error` are mean absolute errors over `looks` look-backs."""

    expected: float
    low: float
    high: float
    error: float
    naive_error: float
    looks: int


@dataclass(frozen=True, slots=True)
class Week:
    """How many came in, and on how many of its days people worked."""

    count: int
    days: int


def forecast(weeks: Sequence[Week], days_ahead: int) -> Forecast | None:
    """From whole weeks, the oldest first; None where there are fewer than LEAST_WEEKS."""
    if len(weeks) < LEAST_WEEKS:
        return None
    misses: list[float] = []
    naive: list[float] = []
    for now in range(FIRST_WEEKS, len(weeks) - WEEKS + 1):
        before, after = weeks[:now], weeks[now : now + WEEKS]
        came, days = sum(week.count for week in after), sum(week.days for week in after)
        misses.append(came - days * _level(before))
        naive.append(came - days * _mean(before[-WEEKS:]))
    expected, ordered = days_ahead * _level(weeks), sorted(misses)
    return Forecast(
        expected,
        max(0.0, min(expected, expected + _quantile(ordered, _LOW))),
        max(expected, expected + _quantile(ordered, _HIGH)),
        sum(map(abs, misses)) / len(misses),
        sum(map(abs, naive)) / len(naive),
        len(misses),
    )


def _level(weeks: Sequence[Week]) -> float:
    """A week of few working days moves it less."""
    level = _mean(weeks[:WEEKS])
    for week in weeks[WEEKS:]:
        if week.days:
            level += _WEIGHT * min(1.0, week.days / USUAL_DAYS) * (week.count / week.days - level)
    return level


def _mean(weeks: Sequence[Week]) -> float:
    days = sum(week.days for week in weeks)
    return sum(week.count for week in weeks) / days if days else 0.0


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    lower = int(place)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (place - lower) * (ordered[upper] - ordered[lower])
