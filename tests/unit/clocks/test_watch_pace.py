"""A watch whose diagram has lost its wait: it comes to rest at an incident that says so, and the office goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.case.lifecycle import ClockKind, Rung
from services.actor import SYSTEM
from services.clocks.get_clock import get_clock
from services.watch.check_clock import CheckClock, CheckedClock, check_clock
from services.watch.watch_pace import MOST_LOOKS_A_MINUTE, WatchNeverWaits, WatchPace
from tests.office import Office
from tests.unit.clocks.test_check_clock import open_one
from workers.hardened.outcome import Incident
from workers.outcomes import outcome_of


class Watch:
    """One watch of a limit; each look is a new job."""

    def __init__(self, office: Office, pace: WatchPace, instance: str) -> None:
        self.office, self.pace, self.instance, self.jobs = office, pace, instance, 0
        self.clock_id = open_one(office, ClockKind.ACCEPTANCE, "2026-09-07T10:00").id

    def look(self) -> CheckedClock:
        self.jobs += 1
        command = CheckClock(self.clock_id, f"{self.instance}{self.jobs}", "7", self.instance)
        return check_clock(command, self.office.unit_of_work(), SYSTEM, self.pace)


def test_a_watch_that_looks_without_a_wait_is_an_incident_in_chinese(office: Office) -> None:
    """OW-24: without its receive task the watch kept a worker busy for ever, and nothing said so."""
    watch = Watch(office, WatchPace(), "100")
    for _ in range(MOST_LOOKS_A_MINUTE):
        assert watch.look().rung is Rung.WITHIN
    with pytest.raises(WatchNeverWaits) as refused:
        watch.look()
    outcome = outcome_of(refused.value)
    assert isinstance(outcome, Incident)
    assert "图中已没有等待的步骤" in outcome.message
    assert "怎么办" in outcome.message


def test_other_watches_and_later_minutes_are_counted_on_their_own(office: Office) -> None:
    """A mended diagram goes on after one retry."""
    pace = WatchPace()
    first, second = Watch(office, pace, "100"), Watch(office, pace, "200")
    for _ in range(MOST_LOOKS_A_MINUTE):
        first.look()
    assert second.look().rung is Rung.WITHIN
    with pytest.raises(WatchNeverWaits):
        first.look()
    office.clock.moment += timedelta(minutes=1)
    assert first.look().rung is Rung.WITHIN


def test_a_watch_that_comes_for_each_change_of_its_limit_goes_on(office: Office) -> None:
    """However often the limit changes within a minute: each change is another version."""
    watch = Watch(office, WatchPace(), "100")
    for _ in range(2 * MOST_LOOKS_A_MINUTE):
        with office.unit_of_work() as unit:
            get_clock(watch.clock_id, unit).version += 1
        assert watch.look().rung is Rung.WITHIN


def test_one_look_a_minute_goes_on_for_ever_and_a_repeated_job_is_no_look(office: Office) -> None:
    """As the shipped watch does at most, and as a lost completion makes it do."""
    watch = Watch(office, WatchPace(), "100")
    for _ in range(2 * MOST_LOOKS_A_MINUTE):
        watch.look()
        watch.jobs -= 1
        watch.look()
        office.clock.moment += timedelta(minutes=1)


def test_a_watch_of_another_limit_under_the_same_key_is_counted_on_its_own(office: Office) -> None:
    """An engine whose store was made anew gives its keys again."""
    pace = WatchPace()
    for number in range(MOST_LOOKS_A_MINUTE + 5):
        watch = Watch(office, pace, "100")
        watch.jobs = 1_000 * number
        assert watch.look().rung is Rung.WITHIN
