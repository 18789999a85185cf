"""The scan over the last days of one series: which window of them is least likely by what is usual. Pure; no database."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from services.waves.unlikely import unlikelihood
from services.waves.usual import GUARD, HALF_LIFE, Usual, usual_of

# Windows of so many days, today among them: a blow at once, and what rises over a working week.
WINDOWS = (1, 2, 3, 5)
LEAST_SEEN = 3
# Signs of one series that are no further apart are one wave.
APART = 14
# By how much the whole office may lift what is usual of each, and the complaints that it takes to say so.
MOST_LIFT, LIFT_CASES = 3.0, 10
# While an office has no past of its own to set it by: above what any make of past that was measured needed (ADR 0279).
FIXED_THRESHOLD = 4.0
LEAST_THRESHOLD, MOST_THRESHOLD = 2.2, 6.0
# False alarms a month by whole days of the own past; looks during the day add to them (ADR 0279).
A_MONTH = 0.15
DAYS_A_MONTH = 30.4
# Before so many days nothing is usual.
WARM_UP = 56
LEAST_OWN = 182


# What tells a series from others.
SeriesName = TypeVar("SeriesName", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Found:
    """A window of `length` days that ends with the day that was asked about."""

    unlikely: float
    length: int
    seen: int
    usual: float


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """Of each day its shape (1 is the mean day; the last may be a part of one), and what the whole office lifts it by."""

    shape: Sequence[float]
    lift: Sequence[float]


def office_days(totals: Sequence[int], shape: Sequence[float]) -> OfficeDays:
    """By the totals of the office: a campaign, a season or the day after a closure is nobody's wave."""
    keep, seen, due, lift = 0.5 ** (1 / HALF_LIFE), 0.0, 0.0, []
    for day in range(len(totals)):
        past = day - GUARD - 1
        if past >= 0:
            seen, due = seen * keep + totals[past], due * keep + shape[past]
        level, last = (seen + 1) / (due + 1), slice(max(0, day - 1), day + 1)
        mean = level * sum(shape[last])
        raised = (sum(totals[last]) + LIFT_CASES) / (mean + LIFT_CASES)
        lift.append(max(1.0, min(MOST_LIFT, raised)) if past >= 0 else 1.0)
    return OfficeDays(shape, lift)


@dataclass(frozen=True, slots=True)
class Place:
    """What is known where a window ends."""

    day: int
    usual: Usual


def find_window(
    counts: Sequence[int], days: OfficeDays, at: Place, windows: Sequence[int] = WINDOWS
) -> Found | None:
    """The least likely window that ends with this day; None where so few came in that nothing is said."""
    best: Found | None = None
    for length in windows:
        last = slice(max(0, at.day - length + 1), at.day + 1)
        seen = sum(counts[last])
        if seen < LEAST_SEEN:
            continue
        mean = at.usual.level * sum(days.shape[last]) * days.lift[at.day]
        found = Found(unlikelihood(seen, mean, at.usual.variance(mean)), length, seen, mean)
        if best is None or found.unlikely > best.unlikely:
            best = found
    return best


def scan(
    counts: Sequence[int], days: OfficeDays, asked: Iterable[int], windows: Sequence[int] = WINDOWS
) -> Iterator[tuple[int, Found]]:
    """Of each of these days on which anything came in and enough did lately."""
    widest = windows[-1]
    wanted = [
        day for day in asked if counts[day] and sum(counts[max(0, day - widest + 1) : day + 1]) >= LEAST_SEEN
    ]
    usual = usual_of(counts, days.shape, wanted)
    for day in wanted:
        found = find_window(counts, days, Place(day, usual[day]), windows)
        if found is not None:
            yield day, found


def count_runs(signs: Iterable[tuple[Hashable, int, float]], threshold: float) -> int:
    """How many waves signs (series, day, unlikely; by day) at or above the threshold are."""
    last: dict[Hashable, int] = {}
    runs = 0
    for series, day, unlikely in signs:
        if unlikely >= threshold:
            runs += series not in last or day - last[series] > APART
            last[series] = day
    return runs


def own_threshold(
    all_counts: Mapping[SeriesName, Sequence[int]], days: OfficeDays, until: int
) -> float | None:
    """The lowest threshold at which the office's own past year, whole days up to `until`, gives no more waves than its budget.

    None where that past is too short. A past of real waves makes it higher, up to MOST_THRESHOLD.
    """
    first = max(WARM_UP, until - 364)
    if until - first < LEAST_OWN:
        return None
    signs = [
        (series, day, found.unlikely)
        for series, counts in all_counts.items()
        for day, found in scan(counts, days, range(first, until))
        if found.unlikely >= LEAST_THRESHOLD
    ]
    signs.sort(key=lambda sign: sign[1])
    return threshold_for(signs, A_MONTH * (until - first) / DAYS_A_MONTH)


def threshold_for(signs: Sequence[tuple[Hashable, int, float]], most: float) -> float:
    """Between the least and the most that it may be, to a hundredth."""
    low, high = LEAST_THRESHOLD, MOST_THRESHOLD
    if count_runs(signs, low) <= most:
        return low
    while high - low > 0.01:
        middle = (low + high) / 2
        if count_runs(signs, middle) > most:
            low = middle
        else:
            high = middle
    return high
