"""The order by statistics: rates of offices of 40 people and 2,000 cases are drawn, with several makes of forger among them.

That rows of cases come to such rates is asked by test_forger_of_rows.py.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from models.ground.signal_codes import SignalCode
from services.signals.chance import interval, stand_out, tail
from services.signals.rank_people import Rate, rank_people, total_rates

PEOPLE, CASES = 40, 2_000
OFFICES = [6, pytest.param(40, marks=pytest.mark.check)]
FORGER = "staff.17"
# Of a case: how many records each rule is asked about, and how often it fires where nobody forges anything.
OFFICE: dict[SignalCode, tuple[float, float]] = {
    SignalCode.BACK_DATED: (3.0, 0.03),
    SignalCode.TOLD_WITHOUT_ATTEMPT: (0.6, 0.05),
    SignalCode.CLOSED_WITHOUT_EVIDENCE: (0.6, 0.04),
    SignalCode.SATISFACTION_ENTERED: (0.5, 0.01),
    SignalCode.CLOSING_BURST: (1.5, 0.002),
    SignalCode.COPIED_FINDINGS: (0.8, 0.02),
    SignalCode.GROUNDLESS_PAUSE: (0.2, 0.04),
    SignalCode.BEFORE_REPLY: (0.4, 0.02),
    SignalCode.WITHDRAWN_NEARBY: (0.08, 0.05),
}
# A burst is one event of a day of five ends or more. What the forger does of all that he puts on record.
MAKES: dict[str, dict[SignalCode, float]] = {
    "back-dates one in five": {SignalCode.BACK_DATED: 0.2},
    "tells nobody in a third": {SignalCode.TOLD_WITHOUT_ATTEMPT: 0.33},
    "copies a quarter": {SignalCode.COPIED_FINDINGS: 0.25},
    "enters satisfaction in a quarter": {SignalCode.SATISFACTION_ENTERED: 0.25},
    "a little of four": {
        SignalCode.BACK_DATED: 0.09,
        SignalCode.CLOSED_WITHOUT_EVIDENCE: 0.15,
        SignalCode.COPIED_FINDINGS: 0.1,
        SignalCode.BEFORE_REPLY: 0.12,
    },
    "bursts and pauses": {SignalCode.CLOSING_BURST: 0.03, SignalCode.GROUNDLESS_PAUSE: 0.3},
}

# Of all offices; a day of bursts is one event and a pause is rare, so that both together say less than what is done each day.
LEAST = {"bursts and pauses": 0.85}


def make_office(dice: random.Random, forged: dict[SignalCode, float]) -> list[Rate]:
    """Duties differ by half, and so do habits: no two people have the same rate."""
    weights = [dice.uniform(0.5, 1.5) for _ in range(PEOPLE)]
    weights[17] = 1.0
    rates: list[Rate] = []
    for code, (records, rate) in OFFICE.items():
        number = round(CASES * records)
        held = Counter(dice.choices(range(PEOPLE), weights, k=number))
        for person, looked in sorted(held.items()):
            own = rate * dice.uniform(0.6, 1.4)
            if person == 17:
                own = max(own, forged.get(code, 0.0))
            rates.append((code, f"staff.{person}", looked, sum(dice.random() < own for _ in range(looked))))
    return rates


def place_of(rates: list[Rate], person: str = FORGER) -> int:
    """From 1 on; after everybody for whom nothing fired."""
    ranked = [one.person for one in rank_people(rates)]
    return ranked.index(person) + 1 if person in ranked else PEOPLE


@pytest.mark.parametrize("offices", OFFICES)
@pytest.mark.parametrize("make", MAKES)
def test_the_forger_is_among_the_first_ten(make: str, offices: int) -> None:
    places = [
        place_of(make_office(random.Random(seed), MAKES[make]))  # noqa: S311 - a made office, no secret
        for seed in range(offices)
    ]
    among = sum(place <= 10 for place in places)
    assert among >= LEAST.get(make, 0.95) * offices, sorted(places)[-5:]


@pytest.mark.parametrize("offices", OFFICES)
def test_where_nobody_forges_hardly_anybody_is_marked_and_everybody_comes_first_at_times(
    offices: int,
) -> None:
    marked, first = 0, Counter[str]()
    for seed in range(offices):
        ranked = rank_people(make_office(random.Random(seed), {}))  # noqa: S311 - a made office
        marked += sum(line.stands_out for one in ranked for line in one.lines)
        first[ranked[0].person] += 1
    assert marked <= 0.5 * offices, "less than one in two offices of 360 lines each"
    assert max(first.values()) <= max(3, 0.15 * offices)


def test_the_person_is_not_part_of_what_he_is_compared_with() -> None:
    alone = [(SignalCode.BACK_DATED, "one", 30, 30), (SignalCode.BACK_DATED, "two", 5, 0)]
    (person,) = rank_people(alone)
    assert person.lines[0].chance is None and person.surprise == 0, (
        "in a small office there is nobody to compare with"
    )
    enough = [(SignalCode.BACK_DATED, "one", 30, 3), (SignalCode.BACK_DATED, "two", 300, 3)]
    ranked = rank_people(enough)
    assert [one.person for one in ranked] == ["one", "two"] and ranked[0].lines[0].others == 3 / 300


def test_chance_and_interval_say_what_tables_say() -> None:
    assert tail(0, 10, 0.3) == 1.0
    assert tail(3, 10, 0.1) == pytest.approx(0.0701908, rel=1e-5)
    assert tail(10, 10, 0.5) == pytest.approx(0.0009765625)
    assert tail(900, 1_000, 0.01) > 0, "no number is too unlikely to be told"
    assert interval(5, 50) == pytest.approx((0.0434767, 0.2136024), rel=1e-4)
    assert interval(0, 0) == (0.0, 1.0)
    assert stand_out([0.001, 0.02, 0.04, 0.9], 0.1) == [True, True, True, False]
    assert [(row.looked, row.fired) for row in total_rates([])] == [(0, 0)] * 9
