"""Whose records fire more than those of all others asked about the same: an order in which to look, and no judgement.

A person's rate of each rule is held against that of all others (`chance` of as many or more by their rate). `surprise` is
the sum over the rules of max(0, -log10(chance) - 1), each at most 8: what one in ten people shows by chance adds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10

from models.ground.signal_codes import SignalCode
from services.signals.chance import interval, stand_out, tail

MOST_OF_ONE, NOTHING_BELOW = 8.0, 1.0
# Of the lines marked, one in ten may be chance.
FALSE_SHARE = 0.1
# Below so many records of others there is nobody to compare with.
LEAST_OTHERS = 20

Rate = tuple[SignalCode, str, int, int]


@dataclass(frozen=True, slots=True)
class RuleRate:
    """Of all: `fired` of `looked` records, and the bounds of the rate (95%)."""

    code: SignalCode
    looked: int
    fired: int
    low: float
    high: float

    @property
    def rate(self) -> float | None:
        """None where no record was asked about."""
        return self.fired / self.looked if self.looked else None


@dataclass(frozen=True, slots=True)
class PersonRate:
    """Of one person and one rule beside `others`, the rate of everybody else; `chance` None where there are too few of them."""

    code: SignalCode
    looked: int
    fired: int
    low: float
    high: float
    others: float | None
    chance: float | None
    stands_out: bool

    @property
    def rate(self) -> float:
        """Of his own records."""
        return self.fired / self.looked

    @property
    def surprise(self) -> float:
        """What it adds to the sum of the person."""
        if self.chance is None:
            return 0.0
        return min(MOST_OF_ONE, max(0.0, -log10(max(self.chance, 1e-300)) - NOTHING_BELOW))


@dataclass(frozen=True, slots=True)
class RankedPerson:
    """One person with his rules, the most surprising first."""

    person: str
    lines: Sequence[PersonRate]

    @property
    def surprise(self) -> float:
        """The sum over his rules."""
        return sum(line.surprise for line in self.lines)

    @property
    def fired(self) -> int:
        """Records for which any rule fired."""
        return sum(line.fired for line in self.lines)


def total_rates(rates: Iterable[Rate]) -> list[RuleRate]:
    """Of the office, in the order of the rules."""
    sums: defaultdict[SignalCode, list[int]] = defaultdict(lambda: [0, 0])
    for code, _, looked, fired in rates:
        sums[code][0] += looked
        sums[code][1] += fired
    found = []
    for code in SignalCode:
        looked, fired = sums[code]
        found.append(RuleRate(code, looked, fired, *interval(fired, looked)))
    return found


def rank_people(rates: Sequence[Rate]) -> list[RankedPerson]:
    """Everybody for whom something fired, the most surprising first; of equals by login, so that the order says nothing."""
    totals = {row.code: row for row in total_rates(rates)}
    compared = [one for one in rates if one[2] > 0]
    chances = [_chance(one, totals[one[0]]) for one in compared]
    asked = [place for place, (chance, _) in enumerate(chances) if chance is not None]
    marked = stand_out([chances[place][0] or 0.0 for place in asked], FALSE_SHARE)
    is_marked = {place for place, stands in zip(asked, marked, strict=True) if stands}
    lines: defaultdict[str, list[PersonRate]] = defaultdict(list)
    for place, (code, person, looked, fired) in enumerate(compared):
        chance, others = chances[place]
        bounds = interval(fired, looked)
        lines[person].append(
            PersonRate(code, looked, fired, *bounds, others, chance, fired > 0 and place in is_marked)
        )
    ranked = [
        RankedPerson(person, sorted(own, key=lambda line: (-line.surprise, line.code)))
        for person, own in lines.items()
    ]
    return sorted((one for one in ranked if one.fired), key=lambda one: (-one.surprise, one.person))


def _chance(one: Rate, total: RuleRate) -> tuple[float | None, float | None]:
    """Of as many or more by the rate of all others, and that rate."""
    _, _, looked, fired = one
    number, seen = total.looked - looked, total.fired - fired
    if number < LEAST_OTHERS:
        return None, None
    # Half a record more: that it never fired for others does not make it impossible.
    return tail(fired, looked, (seen + 0.5) / (number + 1)), seen / number
