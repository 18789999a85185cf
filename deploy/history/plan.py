"""What comes in: how many on which day, about what, and the truths that are planted. It follows from what was asked alone."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from math import cos, pi

from deploy.history.asked import Asked
from deploy.history.places import Item, Places
from deploy.history.planted import Group, Planted, Wave, plant
from models.clock.legal_time import ZONE
from models.ground.codes import Category

# By hand of an office that is asked at night, too.
HOURS = (0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.5, 1.5, 6, 10, 11, 8, 4, 4, 9, 10, 9, 6, 3, 2.5, 2.5, 2, 1.2, 0.6)
CATEGORIES: Mapping[Category, float] = {
    Category.IRREGULAR_OPERATION: 1.2,
    Category.BAD_ATTITUDE: 2.2,
    Category.LOW_EFFICIENCY: 2.6,
    Category.INFO_NOT_DISCLOSED: 1.0,
    Category.BROKEN_PROMISE: 0.8,
    Category.REPEATED_MATERIALS: 1.6,
    Category.INCONSISTENT_POLICY: 0.9,
    Category.BUCK_PASSING: 0.9,
}
_AFTER_CLOSURE, _MONDAY = 1.7, 1.2
# Where complaints are, and the share of each item.
_Where = tuple[Places, Mapping[str, float]]


@dataclass(slots=True)
class Told:
    """A complaint to come: when, about what. `cause` where a problem is planted, `wave` the number of a planted wave."""

    at: datetime
    item: Item
    window: str
    category: Category
    cause: str | None = None
    wave: int | None = None
    no: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All complaints in their order, what is planted, and by item how many transactions a working day it has."""

    told: Sequence[Told]
    planted: Planted
    busy: Mapping[str, float] = field(default_factory=dict)


def make_plan(asked: Asked, places: Places) -> Plan:
    """The same for the same past of the same organisation."""
    dice = asked.dice("plan")
    weights = weigh_items(places.items, dice)
    planted = plant(asked, places, dice)
    told = [one for group in planted.groups for one in _list_of_group(group, asked, dice)]
    for no, wave in enumerate(planted.waves):
        told += _list_wave(no, wave, (places, weights), dice)
    told += _list_usual(asked, (places, weights), asked.cases - len(told), dice)
    told.sort(key=lambda one: (one.at, one.item.code, one.window))
    for no, one in enumerate(told):
        one.no = no
    return Plan(told, planted, {code: round(500 * share) for code, share in weights.items()})


def weigh_items(items: Sequence[Item], dice: random.Random) -> dict[str, float]:
    """Few items have most of the work: by rank, in an order of chance."""
    shares = [1 / (rank + 2.5) for rank in range(len(items))]
    dice.shuffle(shares)
    whole = sum(shares)
    return {item.code: share / whole for item, share in zip(items, shares, strict=True)}


def _list_usual(asked: Asked, where: _Where, number: int, dice: random.Random) -> Iterator[Told]:
    places, weights = where
    days = list(_weigh_days(asked, places, dice))
    ends = list(accumulate(weight for _, weight in days))
    tastes = {item.code: _taste_of(dice) for item in places.items}
    shares = [weights[item.code] for item in places.items]
    left, clumps = number, asked.statistics.clumps / 100
    while left > 0:
        day = dice.choices(days, cum_weights=ends)[0][0]
        item = dice.choices(places.items, shares)[0]
        category = dice.choices(list(CATEGORIES), tastes[item.code])[0]
        while left > 0:
            yield Told(moment_of(day, dice), item, dice.choice(item.windows), category)
            left -= 1
            day += timedelta(days=dice.randint(0, 3))
            if dice.random() >= clumps or day > asked.until:
                break


def _taste_of(dice: random.Random) -> list[float]:
    """Of what an item is complained about, more of this or of that."""
    return [weight * dice.gammavariate(2, 0.5) for weight in CATEGORIES.values()]


def _weigh_days(asked: Asked, places: Places, dice: random.Random) -> Iterator[tuple[date, float]]:
    make, closed = asked.statistics, 0
    for no in range(asked.days):
        day = asked.first + timedelta(days=no)
        if places.is_workday(day):
            weight = _AFTER_CLOSURE if closed > 2 else _MONDAY if day.weekday() == 0 else 1.0
            closed = 0
        else:
            weight, closed = make.off_days, closed + 1
        weight *= 1 + make.season * cos(2 * pi * (day.timetuple().tm_yday / 365 - 0.12 - make.peak))
        weight *= (1 + make.growth) ** (no / 365)
        yield day, weight * (dice.gammavariate(make.gusts, 1 / make.gusts) if make.gusts else 1.0)


def moment_of(day: date, dice: random.Random) -> datetime:
    """At an hour at which people complain."""
    hour = dice.choices(range(24), HOURS)[0]
    return datetime(
        day.year,
        day.month,
        day.day,
        hour,
        dice.randrange(60),
        dice.randrange(60),
        dice.randrange(10**6),
        ZONE,
    )


def _list_of_group(group: Group, asked: Asked, dice: random.Random) -> Iterator[Told]:
    for no in range(group.days):
        day = group.begins_on + timedelta(days=no)
        chance = group.a_day * (group.left if day >= group.measure_on else 1.0)
        while dice.random() < chance:
            chance -= 1
            if day <= asked.until:
                window = dice.choice(group.item.windows)
                yield Told(moment_of(day, dice), group.item, window, group.category, cause=group.cause)


def _list_wave(no: int, wave: Wave, where: _Where, dice: random.Random) -> Iterator[Told]:
    """About the item of the wave, else about its window by any of its items; in all else as chance has it."""
    places, weights = where
    of = [item for item in places.items if wave.code in (item.code, *item.windows)]
    for at in wave.moments(dice):
        item = dice.choices(of, [weights[one.code] for one in of])[0]
        window = wave.code if wave.code in item.windows else dice.choice(item.windows)
        category = dice.choices(list(CATEGORIES), list(CATEGORIES.values()))[0]
        yield Told(at, item, window, category, wave=no)
