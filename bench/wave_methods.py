"""Methods that find waves, each as a score of a series by day: EARS C1-C3, Farrington, EWMA, CUSUM, and scans of windows.

A score is said of days alone on which enough came in lately, by all methods alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import sqrt

from bench.farrington import farrington
from services.waves.scan import LEAST_SEEN, WINDOWS, OfficeDays, scan
from services.waves.usual import usual_of

Method = Callable[[Sequence[int], OfficeDays, Iterable[int]], dict[int, float]]


def _ears(gap: int) -> Method:
    """Today in standard deviations of seven days before, with so many days left out between."""

    def score(counts: Sequence[int], _office: OfficeDays, days: Iterable[int]) -> dict[int, float]:
        return {day: _deviation(counts, day, gap) for day in days if counts[day] >= LEAST_SEEN}

    return score


def _ears_c3(counts: Sequence[int], _office: OfficeDays, days: Iterable[int]) -> dict[int, float]:
    """What three days of C2 exceed one deviation by."""
    return {
        day: sum(max(0.0, _deviation(counts, day - back, 2) - 1) for back in range(3))
        for day in days
        if sum(counts[day - 2 : day + 1]) >= LEAST_SEEN
    }


def _deviation(counts: Sequence[int], day: int, gap: int) -> float:
    base = counts[day - gap - 7 : day - gap]
    mean = sum(base) / 7
    return (counts[day] - mean) / max(0.5, sqrt(sum((one - mean) ** 2 for one in base) / 6))


def _running(step: Callable[[float, float], float]) -> Method:
    """Residuals, standardised by what is usual and how that scatters, carried on from day to day."""

    def score(counts: Sequence[int], office: OfficeDays, days: Iterable[int]) -> dict[int, float]:
        wanted = sorted(days)
        every = list(range(max(0, wanted[0] - 30), wanted[-1] + 1))
        usual, state, found, asked = usual_of(counts, office.shape, every), 0.0, {}, set(wanted)
        for day in every:
            mean = usual[day].level * office.shape[day]
            state = step(state, (counts[day] - mean) / sqrt(max(0.05, usual[day].variance(mean))))
            if day in asked and sum(counts[day - 2 : day + 1]) >= LEAST_SEEN:
                found[day] = state
        return found

    return score


def _scan(windows: tuple[int, ...], *, is_lifted: bool = True) -> Method:
    """The product's own, with these windows; not lifted: whatever the whole office sees."""

    def score(counts: Sequence[int], office: OfficeDays, days: Iterable[int]) -> dict[int, float]:
        told = office if is_lifted else replace(office, lift=[1.0] * len(office.lift))
        return {day: found.unlikely for day, found in scan(counts, told, days, windows)}

    return score


METHODS: dict[str, Method] = {
    "EARS C1": _ears(0),
    "EARS C2": _ears(2),
    "EARS C3": _ears_c3,
    "Farrington": lambda counts, office, days: farrington(counts, office.shape, days),
    "EWMA": _running(lambda state, off: 0.6 * state + 0.4 * off),
    "CUSUM": _running(lambda state, off: min(60.0, max(0.0, state * 0.8 + off - 1.0))),
    "scan of 1 day": _scan((1,)),
    "scan of 2 days": _scan((2,)),
    "scan of 1, 2, 3, 5, not lifted": _scan(WINDOWS, is_lifted=False),
    "scan of 1, 2, 3, 5": _scan(WINDOWS),
}
