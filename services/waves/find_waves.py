"""Which series are unusual now, and how a wave stands: numbers of its days beside the usual ones. Pure; no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.waves.read_past import OfficePast, Series
from services.waves.scan import FIXED_THRESHOLD, LEAST_SEEN, WARM_UP, own_threshold, scan
from services.waves.unlikely import unlikelihood
from services.waves.usual import Usual, usual_of

# Days of the table beside a wave.
SHOWN_DAYS = 14
Day = tuple[str, int, float]


@dataclass(frozen=True, slots=True)
class Threshold:
    """At which -log10 of the chance people are told; `is_own`: set by the office's own past year."""

    unlikely: float = FIXED_THRESHOLD
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one series from a day to another: how many came in, how many are usual, how unlikely that is, and its last days."""

    seen: int
    usual: float
    unlikely: float
    days: list[Day]


def is_long_enough(past: OfficePast) -> bool:
    """Whether anything is usual yet: eight weeks."""
    return past.today >= WARM_UP


def threshold_of(past: OfficePast) -> Threshold:
    """Of whole days up to yesterday."""
    own = own_threshold(past.series, past.days, past.today)
    return Threshold() if own is None else Threshold(own, is_own=True)


def list_unusual(past: OfficePast, threshold: Threshold) -> Iterator[tuple[Series, date]]:
    """Each with the first day of the window that is unusual; all of them end today."""
    if not is_long_enough(past):
        return
    for series, counts in past.series.items():
        for _, found in scan(counts, past.days, (past.today,)):
            if found.unlikely >= threshold.unlikely:
                yield series, past.day_at(past.today - found.length + 1)


def stand(series: Series, begins_on: date, until: date, past: OfficePast) -> Standing:
    """By what was usual when it began, so that a wave that goes on does not become usual by itself."""
    counts, usual, stretch = _stretch(series, begins_on, until, past)
    seen, mean = sum(counts[place] for place in stretch), _mean(usual, stretch, past)
    shown = range(max(0, stretch.stop - SHOWN_DAYS), stretch.stop)
    days = [
        (past.day_at(place).isoformat(), counts[place], round(usual.level * past.days.shape[place], 2))
        for place in shown
    ]
    return Standing(seen, mean, unlikelihood(seen, mean, usual.variance(mean)), days)


def stands_alone(series: Series, begins_on: date, past: OfficePast, others: int) -> float:
    """How unlikely what came in up to today still is without these, which another wave tells of."""
    counts, usual, stretch = _stretch(series, begins_on, past.day_at(past.today), past)
    left, mean = sum(counts[place] for place in stretch) - others, _mean(usual, stretch, past)
    return unlikelihood(left, mean, usual.variance(mean)) if left >= LEAST_SEEN else 0.0


def _stretch(
    series: Series, begins_on: date, until: date, past: OfficePast
) -> tuple[Sequence[int], Usual, range]:
    counts = past.series.get(series) or [0] * len(past.totals)
    begin = max(0, past.place_of(begins_on))
    usual = usual_of(counts, past.days.shape, (begin,))[begin]
    return counts, usual, range(begin, past.place_of(until) + 1)


def _mean(usual: Usual, stretch: range, past: OfficePast) -> float:
    return sum(usual.level * past.days.shape[place] * past.days.lift[place] for place in stretch)
