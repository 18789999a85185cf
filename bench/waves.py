"""Which method finds planted waves within two days at one false alarm a month of the whole office, on all makes of pasts.

Each method gives scores. They are compared at the same cost: with one threshold for all offices, the lowest at which no make
has more than one false alarm a month; and with one that each office's own past year sets. False alarms are runs of a series
at or above the threshold, 14 days apart, in a year where nothing was planted; each series of the four dimensions counts, also
where one accident shows in two of them. `WAVES` and `SEEDS` make it smaller, `ONLY` names methods
(`none`: the hourly looks of the product alone).
"""

from __future__ import annotations

import os
import random
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from bench.wave_methods import METHODS
from bench.wave_pasts import DAYS, HOURS, MAKES, WATCHED, Make, Past, Planted, draw_hour, make_past, plant
from services.waves.scan import (
    A_MONTH,
    APART,
    DAYS_A_MONTH,
    OfficeDays,
    Place,
    count_runs,
    find_window,
    office_days,
    threshold_for,
)
from services.waves.usual import shape_of, usual_of

WAVES, SEEDS = int(os.environ.get("WAVES", "100")), int(os.environ.get("SEEDS", "2"))
ONLY = os.environ.get("ONLY", "")
BEGIN, MONTHS, LOOKED, NEVER = DAYS - WATCHED, WATCHED / DAYS_A_MONTH, 5, 9
SHARES = [max(0.02, sum(HOURS[: hour + 1]) / sum(HOURS)) for hour in range(24)]
Series = tuple[str, int]
Sign = tuple[Series, int, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one office and method: signs of quiet years, and of each wave its size, first day and scores from then on."""

    make: str
    method: str
    quiet: list[Sign]
    waves: list[tuple[str, int, list[float]]]


def office_of(past: Past) -> OfficeDays:
    """As the product knows it: the shape of days is of what was before the year that is watched."""
    return office_days(past.totals, shape_of(past.totals[:BEGIN], past.kinds))


def measure(make: Make, seed: int, name: str) -> Measured:
    """Scores of two quiet years of all series, and of planted waves in the second, each alone."""
    past = make_past(make, seed)
    office, method = office_of(past), METHODS[name]
    quiet = [
        (series, day, score)
        for series, counts in past.series.items()
        for day, score in method(counts, office, range(WATCHED, DAYS)).items()
        if score > 1
    ]
    quiet.sort(key=lambda sign: sign[1])
    waves = []
    for wave in plant(past, seed, WAVES):
        days = range(wave.day, wave.day + LOOKED)
        scores = method(_with(wave, past), office, days)
        waves.append((wave.size, wave.day, [scores.get(day, 0.0) for day in days]))
    return Measured(make.name, name, quiet, waves)


def _with(wave: Planted, past: Past) -> list[int]:
    counts = list(past.series[wave.series])
    for back, more in enumerate(wave.adds):
        counts[wave.day + back] += more
    return counts


def one_threshold(quiet: Sequence[Sign]) -> float:
    """The lowest, to a hundredth, with at most one false alarm a month in the watched year."""
    signs = [sign for sign in quiet if sign[1] >= BEGIN]
    low, high = 0.0, max(sign[2] for sign in signs) + 0.1
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (middle, high) if count_runs(signs, middle) > MONTHS else (low, middle)
    return high


def own_thresholds(quiet: Sequence[Sign], a_month: float) -> Mapping[int, float]:
    """By day of the watched year, set anew every four weeks by the year before, whatever the scores' scale."""
    found = {}
    for begin in range(BEGIN, DAYS, 28):
        before = [sign for sign in quiet if begin - WATCHED <= sign[1] < begin]
        low, high = 0.0, max(sign[2] for sign in before) + 0.1
        while high - low > 0.01:
            middle = (low + high) / 2
            low, high = (middle, high) if count_runs(before, middle) > a_month * MONTHS else (low, middle)
        found.update(dict.fromkeys(range(begin, begin + 28), high))
    return found


def tell(head: str, of: Sequence[Measured], threshold_of: Callable[[Measured], Mapping[int, float]]) -> None:
    """False alarms a month by make, and by size how many are found within two days and within five, and on which day."""
    alarms: defaultdict[str, list[float]] = defaultdict(list)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for one in of:
        threshold = threshold_of(one)
        above = [(key, day, 1.0) for key, day, score in one.quiet if day >= BEGIN and score >= threshold[day]]
        alarms[one.make].append(count_runs(above, 1.0) / MONTHS)
        for size, begin, scores in one.waves:
            hits = (n for n, score in enumerate(scores) if score >= threshold[min(begin + n, DAYS - 1)])
            found[size].append(next(hits, NEVER))
    print(
        f"  {head}: false alarms a month",
        {make: round(statistics.mean(of), 2) for make, of in alarms.items()},
    )
    for size, days in found.items():
        hit = [day + 1 for day in days if day != NEVER]
        two, five = sum(day <= 2 for day in hit) / len(days), len(hit) / len(days)
        print(
            f"    {size:24} within 2 days {two:4.0%}, within 5 {five:4.0%}, median day {statistics.median(hit or [0])}"
        )


def by_hour(make: Make, seed: int) -> tuple[str, float, float, list[tuple[str, float]]]:
    """The product's hourly looks: make, threshold, false alarms a month, and of each wave the hours until it is told."""
    past = make_past(make, seed)
    office, signs = office_of(past), []
    whole = [
        sign for sign in measure(make, seed, "scan of 1, 2, 3, 5").quiet if BEGIN - WATCHED <= sign[1] < BEGIN
    ]
    threshold = threshold_for(whole, A_MONTH * MONTHS)
    for series, counts in past.series.items():
        by_day = past.hours.get(series, {})
        usual = usual_of(counts, office.shape, range(BEGIN, DAYS))
        signs += [
            (series, day, score)
            for day in range(BEGIN, DAYS)
            for _, score in _looks(counts, by_day.get(day, []), office, Place(day, usual[day]))
        ]
    signs.sort(key=lambda sign: sign[1])
    told = [(wave.size, _hours_until(wave, past, office, threshold)) for wave in plant(past, seed, WAVES)]
    return make.name, threshold, count_runs(signs, threshold) / MONTHS, told


def _looks(
    counts: Sequence[int], came: Sequence[int], office: OfficeDays, at: Place
) -> Iterator[tuple[int, float]]:
    """After each hour in which anything came in; a look without news finds nothing new."""
    first = max(0, at.day - 5)
    for hour in sorted(set(came)):
        part = [*counts[first : at.day], sum(one <= hour for one in came)]
        shape = [*office.shape[first : at.day], office.shape[at.day] * SHARES[hour]]
        lift = [*office.lift[first : at.day + 1]]
        found = find_window(part, OfficeDays(shape, lift), Place(at.day - first, at.usual))
        if found is not None:
            yield hour, found.unlikely


def _hours_until(wave: Planted, past: Past, office: OfficeDays, threshold: float) -> float:
    """From the beginning of its first day to the end of the hour in which it is told; infinite where it is not in five days."""
    dice, counts = random.Random(wave.day), list(past.series[wave.series])
    for back, more in enumerate(wave.adds):
        day = wave.day + back
        came = [*past.hours.get(wave.series, {}).get(day, []), *(draw_hour(dice) for _ in range(more))]
        counts[day] = len(came)
        (usual,) = usual_of(counts, office.shape, (day,)).values()
        for hour, score in _looks(counts, came, office, Place(day, usual)):
            if score >= threshold:
                return back * 24.0 + hour + 1
    return float("inf")


def main() -> None:
    """Measure all and print tables."""
    names = [name for name in METHODS if any(word in name for word in ONLY.split(";"))]
    offices = [(make, seed) for make in MAKES for seed in range(SEEDS)]
    print(
        f"waves: {len(offices)} offices of {DAYS} days, {WAVES} series each with all sizes, signs {APART} days apart are one"
    )
    with ProcessPoolExecutor(2) as pool:
        jobs = [(make, seed, name) for name in names for make, seed in offices]
        measured = list(pool.map(measure, *zip(*jobs, strict=True))) if jobs else []
        hourly = list(pool.map(by_hour, *zip(*offices, strict=True)))
    for name in names:
        of = [one for one in measured if one.method == name]
        fixed = max(one_threshold(one.quiet) for one in of)
        print(f"{name}, one threshold {fixed:.2f}")
        tell("one threshold", of, lambda _, at=fixed: dict.fromkeys(range(DAYS), at))
        tell("set by its own past", of, lambda one: own_thresholds(one.quiet, 0.5))
    print("the product, by hourly looks")
    told: defaultdict[str, list[float]] = defaultdict(list)
    for make, threshold, alarms, waves in hourly:
        print(f"  {make}: threshold {threshold:.2f}, false alarms a month {alarms:.2f}")
        for size, hours in waves:
            told[size].append(hours)
    for size, hours in told.items():
        within = sorted(one for one in hours if one <= 48)
        median = statistics.median(within or [0])
        print(
            f"    {size:24} within 48 hours {len(within) / len(hours):4.0%}, median of these {median:.0f} hours"
        )


if __name__ == "__main__":
    main()
