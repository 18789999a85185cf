"""Made pasts of offices, day by day and hour by hour, of several makes with different statistics; nothing is of a real office.

Each complaint has a category, a unit, a window and an item. The makes differ in how large the office is, how it scatters, what
its seasons are, and how its levels move, so that no method is tuned to one of them.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import cos, exp, floor, pi

FIRST = date(2023, 7, 3)
DAYS = 1_092
WATCHED = 364
CATEGORIES, UNITS, WINDOWS, ITEMS = 14, 60, 40, 200
HOURS = (0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.5, 1.5, 6, 10, 11, 8, 4, 4, 9, 10, 9, 6, 3, 2.5, 2.5, 2, 1.2, 0.6)
HOLIDAYS = ((1, 1, 1), (2, 10, 8), (4, 4, 3), (5, 1, 5), (6, 10, 3), (9, 17, 3), (10, 1, 7))
_LABELS = ("category", "unit", "window", "item")


@dataclass(frozen=True, slots=True)
class Make:
    """Statistics of one make: complaints a day, gamma shapes (None: no such scatter), and what moves the levels."""

    name: str
    a_day: float
    item_shape: float | None = None
    office_shape: float | None = None
    season: float = 0.2
    own_season: float = 0.0
    growth: float = 0.0
    walk: float = 0.0
    echo: float = 0.0
    off_days: float = 0.25


MAKES = (
    Make("calm", 20),
    Make("gusty", 30, item_shape=1.5, office_shape=15, own_season=0.5, growth=0.2),
    Make("moving", 20, item_shape=4, office_shape=30, walk=0.15, echo=0.15, growth=0.3),
    Make("small", 3, item_shape=2, off_days=0.1),
    Make("large", 90, item_shape=4, office_shape=40, season=0.3, own_season=0.3, walk=0.05, echo=0.05),
)


@dataclass(slots=True)
class Past:
    """`series[(dimension, code)]` are counts by day; `hours` the same by (day, hour) for those days alone that have any."""

    make: str
    kinds: list[str]
    totals: list[int]
    series: dict[tuple[str, int], list[int]]
    hours: dict[tuple[str, int], dict[int, list[int]]] = field(default_factory=dict)
    parents: list[tuple[int, int, int]] = field(default_factory=list)


def kind_of_days() -> list[str]:
    """Weekday, day off, or the first working day after three or more days off."""
    off = {
        date(year, month, day) + timedelta(days=n)
        for year in range(2023, 2028)
        for month, day, long in HOLIDAYS
        for n in range(long)
    }
    kinds, run = [], 0
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        if day in off:
            kinds.append("holiday")
            run += 1
        elif day.weekday() > 4:
            kinds.append(f"off-{day.weekday()}")
            run += 1
        else:
            kinds.append("after" if run > 2 else f"day-{day.weekday()}")
            run = 0
    return kinds


def draw_poisson(mean: float, dice: random.Random) -> int:
    """By multiplication; large means by a normal one."""
    if mean > 60:
        return max(0, floor(dice.gauss(mean, mean**0.5) + 0.5))
    limit, product, number = exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        number += 1
    return number


def make_past(make: Make, seed: int) -> Past:
    """All days of an office of this make; the same seed gives the same past."""
    dice = random.Random(f"{make.name}-{seed}")
    parents = [
        (dice.randrange(CATEGORIES), dice.randrange(UNITS), dice.randrange(WINDOWS)) for _ in range(ITEMS)
    ]
    shares = [1 / (rank + 3) for rank in range(ITEMS)]
    dice.shuffle(shares)
    kinds, whole = kind_of_days(), sum(shares)
    series: dict[tuple[str, int], list[int]] = {
        (name, code): [0] * DAYS
        for name, number in zip(_LABELS, (CATEGORIES, UNITS, WINDOWS, ITEMS), strict=True)
        for code in range(number)
    }
    past = Past(make.name, kinds, [0] * DAYS, series, defaultdict(dict), parents)
    levels, seasons = [0.0] * ITEMS, [dice.random() for _ in range(CATEGORIES)]
    echoes: defaultdict[int, list[int]] = defaultdict(list)
    for day in range(DAYS):
        office = _office_of(day, kinds[day], make, dice)
        for item in range(ITEMS):
            if day % 30 == 0:
                levels[item] += dice.gauss(0, make.walk) if make.walk else 0.0
            own = 1 + make.own_season * cos(2 * pi * (day / 365 - seasons[parents[item][0]]))
            mean = make.a_day * shares[item] / whole * office * own * exp(levels[item])
            if make.item_shape:
                mean *= dice.gammavariate(make.item_shape, 1 / make.item_shape)
            for _ in range(draw_poisson(mean, dice)):
                _enter(past, day, labels_of(item, parents, dice), dice)
                if make.echo and dice.random() < make.echo:
                    echoes[day + dice.randint(1, 3)].append(item)
        for item in echoes.pop(day, ()):
            _enter(past, day, labels_of(item, parents, dice), dice)
    return past


def labels_of(
    item: int, parents: list[tuple[int, int, int]], dice: random.Random
) -> tuple[int, int, int, int]:
    """Mostly the category, unit and window of the item, at times others."""
    category, unit, window = parents[item]
    return (
        category if dice.random() < 0.8 else dice.randrange(CATEGORIES),
        unit if dice.random() < 0.85 else dice.randrange(UNITS),
        window if dice.random() < 0.7 else dice.randrange(WINDOWS),
        item,
    )


def _office_of(day: int, kind: str, make: Make, dice: random.Random) -> float:
    by_kind = (
        make.off_days if kind == "holiday" or kind.startswith("off") else 1.7 if kind == "after" else 1.0
    )
    if kind == "day-0":
        by_kind = 1.25
    season = 1 + make.season * cos(2 * pi * day / 365)
    grown = (1 + make.growth) ** (day / 365)
    gust = dice.gammavariate(make.office_shape, 1 / make.office_shape) if make.office_shape else 1.0
    return by_kind * season * grown * gust


def draw_hour(dice: random.Random) -> int:
    """By the hours of an office that is asked at night too."""
    return dice.choices(range(24), HOURS)[0]


def _enter(past: Past, day: int, labels: tuple[int, int, int, int], dice: random.Random) -> None:
    hour = draw_hour(dice)
    past.totals[day] += 1
    for name, code in zip(_LABELS, labels, strict=True):
        past.series[name, code][day] += 1
        past.hours[name, code].setdefault(day, []).append(hour)


@dataclass(frozen=True, slots=True)
class Planted:
    """One wave: its series, its first day, its size as told, and what it adds on each of its days."""

    series: tuple[str, int]
    day: int
    size: str
    adds: tuple[int, ...]


def plant(past: Past, seed: int, number: int) -> Iterator[Planted]:
    """Waves of all sizes and shapes in all kinds of series, at any day of the year that is watched, day off or not."""
    dice = random.Random(f"waves-{past.make}-{seed}")
    keys = sorted(past.series)
    for _ in range(number):
        dimension = dice.choice(_LABELS)
        key = dice.choice([one for one in keys if one[0] == dimension])
        day = DAYS - WATCHED + dice.randrange(WATCHED - 6)
        mean = max(0.02, sum(past.series[key][day - 90 : day]) / 90)
        for size, adds in _sizes(mean, dice):
            yield Planted(key, day, size, adds)


def _sizes(mean: float, dice: random.Random) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield "+5 in 1 day", (5,)
    yield "+5 in 2 days", (3, 2)
    yield "+5 in 5 days", (1, 1, 1, 1, 1)
    yield "+10 in 1 day", (10,)
    yield "+10 in 2 days", (5, 5)
    yield "+10 in 5 days, rising", (1, 1, 2, 3, 3)
    yield "+20 in 2 days", (10, 10)
    yield "+20 in 5 days, rising", (2, 3, 4, 5, 6)
    if mean >= 0.5:
        yield "x3 for 5 days", tuple(draw_poisson(2 * mean, dice) for _ in range(5))
