"""The ladder as a pure function: at every moment a rung, never a check in the past, monotone while it runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.case.lifecycle import Rung
from models.clock.clock_ladder import ClockFacts, Ladder, OpenPause, rungs_up_to, worst_of
from models.clock.deadline import Limit, compute_deadline
from models.clock.legal_time import at_time, parse_moment
from models.clock.office_hours import OfficeHours, half_of_office_time, next_opening
from models.store.seeds.work_calendar import seeded_calendar

CALENDAR = seeded_calendar()
LADDER = Ladder(OfficeHours("09:00", "17:00", "12:00", "13:30"), CALENDAR)
HEIGHT = {Rung.WITHIN: 0, Rung.NEAR: 1, Rung.OVER: 2, Rung.SUPERVISED: 3}
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def facts_from(start: datetime, amount: int) -> ClockFacts:
    answer = compute_deadline(start, Limit(amount), CALENDAR)
    return ClockFacts(start, datetime.fromisoformat(answer["due_at"]), None, None, amount <= 1)


@given(MOMENTS, st.integers(0, 15), st.integers(0, 60 * 24 * 40))
def test_a_running_clock_only_climbs_and_is_asked_again_in_the_future(
    start: datetime, amount: int, minutes: int
) -> None:
    facts = facts_from(start, amount)
    now = start + timedelta(minutes=minutes)
    assert HEIGHT[LADDER.rung_at(facts, now)] <= HEIGHT[LADDER.rung_at(facts, now + timedelta(hours=7))]
    assert LADDER.check_at(facts, now) >= now + timedelta(seconds=60)


@given(MOMENTS, st.integers(2, 15))
def test_the_check_that_was_asked_for_finds_the_next_rung(start: datetime, amount: int) -> None:
    facts = facts_from(start, amount)
    seen, now = [], start
    while Rung.SUPERVISED not in seen:
        now = LADDER.check_at(facts, now)
        seen.append(LADDER.rung_at(facts, now))
    assert seen == [Rung.NEAR, Rung.OVER, Rung.SUPERVISED]


@given(MOMENTS, st.integers(0, 1))
def test_short_limits_come_near_between_start_and_due(start: datetime, amount: int) -> None:
    facts = facts_from(start, amount)
    assert min(facts.opened_at, facts.due_at) <= LADDER.near_at(facts) <= facts.due_at


def test_a_due_moment_of_24_00_belongs_to_its_own_day() -> None:
    due = at_time(parse_moment("2026-09-10T00:00").date(), "24:00")
    facts = ClockFacts(parse_moment("2026-09-07T10:00"), due, None, None, False)
    assert LADDER.near_at(facts) == parse_moment("2026-09-09T09:00")


def test_what_no_further_day_makes_worse_is_looked_at_once_in_five_working_days() -> None:
    """Every working morning until the bulletin is due; 20 September is a make-up Sunday, 25 to 27 are days of rest."""
    facts = ClockFacts(parse_moment("2026-09-01T10:00"), parse_moment("2026-09-04T17:00"), None, None, False)
    looks = [LADDER.supervised_at(facts)]
    while len(looks) < 6:
        looks.append(LADDER.check_at(facts, looks[-1]))
    days = ("09-09T17:01", "09-10T09:00", "09-11T09:00", "09-14T09:00", "09-20T09:00", "09-28T09:00")
    assert looks == [parse_moment(f"2026-{day}") for day in days]


def test_a_pause_without_an_end_is_looked_at_after_its_cap() -> None:
    pause = OpenPause(parse_moment("2026-09-01T10:00"), None)
    facts = ClockFacts(parse_moment("2026-09-01T09:00"), parse_moment("2026-09-04T17:00"), None, pause, False)
    assert LADDER.rung_at(facts, parse_moment("2026-10-01T10:00")) is Rung.PAUSED
    assert LADDER.check_at(facts, parse_moment("2026-09-01T10:00")) == parse_moment("2026-10-19T09:00")
    assert LADDER.check_at(facts, parse_moment("2026-10-19T10:00")) == parse_moment("2026-10-20T09:00")


def test_office_time_leaves_lunch_and_rest_days_out() -> None:
    span = (parse_moment("2026-09-11T16:00"), parse_moment("2026-09-14T14:30"))
    assert half_of_office_time(*span, LADDER.hours, CALENDAR) == parse_moment("2026-09-14T10:30")
    assert next_opening(parse_moment("2026-09-11T09:00"), LADDER.hours, CALENDAR) == parse_moment(
        "2026-09-14T09:00"
    )


def test_the_worst_of_several_clocks() -> None:
    assert worst_of([Rung.WITHIN, Rung.OVER, Rung.PAUSED, Rung.STOPPED]) is Rung.OVER
    assert worst_of([Rung.PAUSED, Rung.STOPPED]) is Rung.PAUSED
    assert worst_of([Rung.STOPPED]) is None
    assert rungs_up_to(Rung.SUPERVISED) == [Rung.NEAR, Rung.OVER, Rung.SUPERVISED]
    assert rungs_up_to(Rung.PAUSED) == []
