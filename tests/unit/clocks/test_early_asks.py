"""Diagrams that ask too early: at once some times, then later and later, each moment of each thing on its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.clock.legal_time import parse_moment
from services.clocks.early_asks import FREE_ASKS, MOST_REMEMBERED, EarlyAsks, wait_after

NOW = parse_moment("2026-09-10T16:50")
UNTIL = parse_moment("2026-09-10T17:00")


@pytest.mark.parametrize("ahead", [timedelta(minutes=11), timedelta(hours=3), timedelta(days=2)])
def test_whatever_the_lead_of_the_engine_few_asks_pass_until_it_waits(ahead: timedelta) -> None:
    asks, number, told = EarlyAsks(), 0, UNTIL
    while told <= NOW + ahead:
        told = asks.put_off("a", UNTIL, NOW)
        number += 1
    assert FREE_ASKS < number <= FREE_ASKS + 13
    assert told - NOW <= 2 * max(ahead, timedelta(minutes=1))


def test_the_first_asks_are_told_the_moment_itself_and_what_is_over_always_is() -> None:
    asks = EarlyAsks()
    assert [asks.put_off("a", UNTIL, NOW) for _ in range(FREE_ASKS)] == [UNTIL] * FREE_ASKS
    for _ in range(20):
        asks.put_off("a", UNTIL, NOW)
    assert asks.put_off("a", UNTIL, NOW) > UNTIL
    assert asks.put_off("a", UNTIL, UNTIL) == UNTIL
    assert asks.put_off("b", UNTIL, NOW) == UNTIL
    moved = UNTIL + timedelta(days=1)
    assert asks.put_off("a", moved, NOW) == moved


def test_what_is_over_is_forgotten() -> None:
    asks = EarlyAsks()
    for number in range(MOST_REMEMBERED):
        asks.put_off(str(number), UNTIL, NOW)
    asks.put_off("new", UNTIL + timedelta(days=1), UNTIL)
    assert len(asks.asked) == 1


def test_no_wait_is_longer_than_some_days() -> None:
    assert wait_after(10_000) < timedelta(days=12)
