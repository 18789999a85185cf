"""The truths of a past: waves, a problem that a measure cured and one that it did not, a forger, a bottleneck, a biased unit."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deploy.history.asked import Asked
from deploy.history.places import Item, Places
from models.case.lifecycle import Stage
from models.clock.legal_time import ZONE
from models.ground.codes import Category
from models.ground.wave_codes import WaveDimension

WAVES, WAVE_DAYS = 6, ((10,), (6, 6), (8, 4), (3, 4, 5), (12,), (7, 7))
# A measure is judged by the window after it, the one before it and that of the year before: 90 days each.
WINDOW, BEFORE, SINCE_MEASURE = 90, 500, 150
# So many of a problem in a window: enough to be judged by, and no more than a seventh of all.
A_WINDOW, MOST_SHARE = 40, 0.14
CURED_TO = 0.2


@dataclass(frozen=True, slots=True)
class Wave:
    """`adds` are complaints of each of its days beside what is usual."""

    dimension: WaveDimension
    code: str
    first_day: date
    adds: Sequence[int]

    def moments(self, dice: random.Random) -> Iterator[datetime]:
        """In the daytime."""
        for no, number in enumerate(self.adds):
            day = self.first_day + timedelta(days=no)
            for _ in range(number):
                hour, minute = dice.randint(8, 17), dice.randrange(60)
                yield datetime(day.year, day.month, day.day, hour, minute, dice.randrange(60), tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Group:
    """A problem of one item by one cause; after the measure so much of it is left."""

    item: Item
    category: Category
    cause: str
    begins_on: date
    days: int
    measure_on: date
    a_day: float
    left: float


@dataclass(frozen=True, slots=True)
class Planted:
    """All truths; `groups` are the problem that was cured and the one that was not."""

    waves: Sequence[Wave]
    groups: tuple[Group, Group]
    forger: str
    bottleneck: Stage
    slow_since: date
    biased_unit: str


def plant(asked: Asked, places: Places, dice: random.Random) -> Planted:
    """By chance, none of them in the way of another: waves are of other items than the problems and the biased unit."""
    items = list(places.items)
    dice.shuffle(items)
    cured = items[0]
    uncured = next(item for item in items if item.unit != cured.unit)
    biased = next(item.unit for item in items if item.unit not in (cured.unit, uncured.unit))
    free = [item for item in items if item.unit not in (cured.unit, uncured.unit, biased)]
    return Planted(
        waves=list(_list_waves(asked, places, free or items, dice)),
        groups=(
            _group(asked, cured, Category.REPEATED_MATERIALS, (places.causes[0], CURED_TO)),
            _group(asked, uncured, Category.LOW_EFFICIENCY, (places.causes[-1], 1.0)),
        ),
        forger=dice.choice(list(places.investigators)),
        bottleneck=Stage.DISPOSAL,
        slow_since=asked.until - timedelta(days=330),
        biased_unit=biased,
    )


def _group(asked: Asked, item: Item, category: Category, cause: tuple[str, float]) -> Group:
    measure_on = asked.until - timedelta(days=SINCE_MEASURE)
    begins_on = max(asked.first, measure_on - timedelta(days=BEFORE))
    a_day = min(A_WINDOW / WINDOW, MOST_SHARE * asked.cases / asked.days)
    days = (asked.until - begins_on).days + 1
    return Group(item, category, cause[0], begins_on, days, measure_on, a_day, cause[1])


def _list_waves(asked: Asked, places: Places, items: Sequence[Item], dice: random.Random) -> Iterator[Wave]:
    """In the last year, each some weeks after the one before; fewer where all complaints are few."""
    number = min(WAVES, asked.cases // 100)
    span = min(330, asked.days - 60)
    if span < number * 30:
        return
    for no in range(number):
        day = asked.until - timedelta(days=span - no * (span // number) - dice.randrange(15))
        while not places.is_workday(day):
            day += timedelta(days=1)
        item = items[no % len(items)]
        by_window = no % 2 == 1
        yield Wave(
            WaveDimension.WINDOW if by_window else WaveDimension.ITEM,
            dice.choice(list(item.windows)) if by_window else item.code,
            day,
            WAVE_DAYS[no % len(WAVE_DAYS)],
        )
