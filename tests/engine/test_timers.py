"""Boundary timers: when they fire, how often, and what they leave."""

from __future__ import annotations

from typing import Any

import pytest

from engine.clock import EngineClock
from engine.core.commands import CompleteJob, ResolveIncident, SetVariables
from engine.errors import CommandRejected
from engine.model.elements import TimerKind
from engine.model.intervals import LATEST_MS, TimerRefused, from_ms, parse_interval, parse_moment
from engine.model.timers import check_static, next_firing, parse_cycle
from engine.state.entity import Json
from engine.state.incident import Incident
from engine.state.timer import Timer
from tests.engine.diagrams import call, chain, diagram, end, process, service, start, timer_boundary, user
from tests.engine.driver import DAY, HOUR, MINUTE, SECOND, START_MS, Driver


def deploy(engine: Driver, value: str, kind: str = "timeDuration", interrupting: bool = True) -> None:
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                service("work"),
                timer_boundary("late", "work", value, kind, interrupting=interrupting),
                end(),
                service("remind"),
                chain("start", "work", "end"),
                chain("late", "remind"),
            )
        )
    )


def test_interrupting_timer_ends_the_activity(engine: Driver) -> None:
    deploy(engine, "PT1H")
    key = engine.create()
    job = engine.jobs("work", timeout=DAY)[0]
    engine.advance(HOUR - 1)
    assert engine.active(key) == ["work"]
    engine.advance(1)
    assert engine.path(key)[1:] == ["work:TERMINATED", "late:COMPLETED", "remind:ACTIVE"]
    assert engine.refused(CompleteJob(job.key)) == "NOT_FOUND"


def test_non_interrupting_timer_fires_once_beside_the_activity(engine: Driver) -> None:
    deploy(engine, "PT1H", interrupting=False)
    key = engine.create()
    engine.advance(3 * HOUR)
    assert engine.active(key) == ["work", "remind"]
    assert engine.open(Timer) == []


def test_timer_dies_with_its_activity(engine: Driver) -> None:
    deploy(engine, "PT1H")
    engine.create()
    engine.work("work")
    assert (engine.open(Timer), engine.core.next_due()) == ([], None)


def test_cycle_fires_as_often_as_it_says(engine: Driver) -> None:
    deploy(engine, "R3/PT1H", "timeCycle", interrupting=False)
    key = engine.create()
    for fired in (1, 2, 3, 3):
        engine.advance(HOUR)
        assert engine.active(key).count("remind") == fired


def reminding(engine: Driver, cycle: str, **variables: Any) -> int:
    """An instance whose open task reminds by a cycle."""
    deploy(engine, cycle, "timeCycle", interrupting=False)
    return engine.create(**variables)


def reminders(engine: Driver, key: int) -> int:
    return engine.active(key).count("remind")


def test_cycle_is_counted_from_the_due_moment_after_a_short_delay(engine: Driver) -> None:
    key = reminding(engine, "R/PT1H")
    engine.advance(HOUR + 10 * MINUTE)
    assert (reminders(engine, key), engine.core.next_due()) == (1, START_MS + 2 * HOUR)


def test_missed_firings_count_as_one_and_the_next_is_counted_from_now(engine: Driver) -> None:
    """EN-5: an hourly reminder after three days away."""
    key = reminding(engine, "R/PT1H")
    engine.advance(3 * DAY)
    assert (reminders(engine, key), engine.core.next_due()) == (1, START_MS + 3 * DAY + HOUR)
    engine.advance(HOUR)
    assert reminders(engine, key) == 2


def test_missed_firings_use_up_one_repetition(engine: Driver) -> None:
    """EN-5: what was not fired is not counted."""
    key = reminding(engine, "R3/PT1H")
    for fired in (1, 2, 3, 3):
        engine.advance(3 * DAY)
        assert reminders(engine, key) == fired


def test_missed_moments_of_a_cron_text_count_as_one_and_the_calendar_goes_on(engine: Driver) -> None:
    """EN-5: daily at eight, ten days away."""
    key = reminding(engine, "0 0 8 * * *")
    engine.advance(10 * DAY)
    next_due = engine.core.next_due()
    assert reminders(engine, key) == 1
    assert next_due is not None
    assert from_ms(next_due).strftime("%H:%M:%S") == "08:00:00"
    assert START_MS + 10 * DAY < next_due <= START_MS + 11 * DAY


def test_start_that_has_passed_fires_once_and_goes_on_from_now(engine: Driver) -> None:
    """EN-5: not once for each second since the year 2000."""
    key = reminding(engine, "R/2000-01-01T00:00:00Z/PT1S")
    engine.advance(0)
    assert (reminders(engine, key), engine.core.next_due()) == (1, START_MS + SECOND)


def test_cycle_is_read_again_at_each_firing(engine: Driver) -> None:
    """EN-5: a longer interval holds from the next firing on; the number of firings stays what it was."""
    key = reminding(engine, "=pace", pace="R3/PT1H")
    engine.run(SetVariables(key, {"pace": "R9/PT5H"}))
    engine.advance(HOUR)
    engine.advance(4 * HOUR)
    assert reminders(engine, key) == 1
    engine.advance(HOUR)
    assert reminders(engine, key) == 2
    engine.advance(5 * HOUR)
    assert (reminders(engine, key), engine.open(Timer)) == (3, [])


def test_cycle_that_becomes_a_cron_text_goes_by_the_calendar(engine: Driver) -> None:
    """EN-5: as on Zeebe, without end from there on."""
    key = reminding(engine, "=pace", pace="R2/PT1H")
    engine.run(SetVariables(key, {"pace": "@daily"}))
    for fired in (1, 2, 3):
        engine.advance(DAY)
        assert reminders(engine, key) == fired


@pytest.mark.parametrize("value", [None, 5, "soon"])
def test_cycle_that_is_none_any_more_is_an_incident_and_fires_once_mended(
    engine: Driver, value: Json
) -> None:
    """EN-5: Zeebe bans the instance here and means to raise an incident."""
    key = reminding(engine, "=pace", pace="R/PT1H")
    engine.run(SetVariables(key, {"pace": value}))
    engine.advance(HOUR)
    incident = engine.incident()
    assert (incident.element_id, reminders(engine, key)) == ("work", 0)
    assert "'late'" in incident.error_message
    engine.advance(DAY)
    assert (engine.incident().key, len(engine.jobs("work"))) == (incident.key, 1)
    engine.run(ResolveIncident(incident.key))
    again = engine.incident()
    assert again.key != incident.key
    engine.run(SetVariables(key, {"pace": "R/PT2H"}))
    engine.run(ResolveIncident(again.key))
    assert (reminders(engine, key), engine.open(Incident)) == (1, [])
    engine.advance(2 * HOUR)
    assert reminders(engine, key) == 2


def test_timer_that_an_incident_holds_ends_with_its_activity(engine: Driver) -> None:
    key = reminding(engine, "=pace", pace="R/PT1H")
    engine.run(SetVariables(key, {"pace": 5}))
    engine.advance(HOUR)
    engine.work("work")
    assert (engine.open(Timer), engine.open(Incident), engine.state(key)) == ([], [], "COMPLETED")


def test_date_and_cycle_may_be_expressions(engine: Driver) -> None:
    deploy(engine, "=check_at", "timeDate")
    moment = from_ms(START_MS + HOUR).isoformat()
    key = engine.create(check_at=moment)
    assert engine.open(Timer)[0].due_at == START_MS + HOUR
    engine.advance(HOUR)
    assert engine.active(key) == ["remind"]


def test_feel_cycle_and_duration_are_understood(engine: Driver) -> None:
    deploy(engine, '=cycle(2, duration("PT1H"))', "timeCycle", interrupting=False)
    key = engine.create()
    for _ in range(5):
        engine.advance(HOUR)
    assert engine.active(key).count("remind") == 2


def test_moment_in_the_past_fires_at_once(engine: Driver) -> None:
    deploy(engine, "-PT5S")
    key = engine.create()
    assert engine.active(key) == ["work"]
    engine.advance(0)
    assert engine.active(key) == ["remind"]


def test_variable_changed_later_does_not_move_a_running_timer(engine: Driver) -> None:
    deploy(engine, "=wait")
    key = engine.create(wait="PT1H")
    engine.run(SetVariables(key, {"wait": "PT5H"}))
    engine.advance(HOUR)
    assert engine.active(key) == ["remind"]


@pytest.mark.parametrize("value", [None, 5, "soon", "2026-01-01"])
def test_value_that_is_no_timer_is_an_incident(engine: Driver, value: Json) -> None:
    deploy(engine, "=wait")
    key = engine.create(wait=value)
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"
    assert engine.jobs("work") == ()
    engine.run(SetVariables(key, {"wait": "PT1H"}))
    engine.run(ResolveIncident(engine.incident().key))
    assert len(engine.jobs("work")) == 1


def test_timer_on_a_call_activity_ends_the_called_instance(engine: Driver) -> None:
    engine.deploy(
        diagram(process("child", start(), user("ask"), chain("start", "ask"))),
        diagram(
            process(
                "p",
                start(),
                call("call", "child"),
                timer_boundary("late", "call", "PT1H"),
                service("remind"),
                chain("start", "call"),
                chain("late", "remind"),
            )
        ),
    )
    engine.create()
    engine.advance(HOUR)
    assert engine.active() == ["remind"]
    assert engine.state(engine.started("child")[0]) == "TERMINATED"


def test_many_due_timers_fire_in_order_of_their_moments(engine: Driver) -> None:
    deploy(engine, "=wait")
    slow, fast = engine.create(wait="PT2H"), engine.create(wait="PT1H")
    engine.advance(3 * HOUR)
    assert [job.process_instance_key for job in engine.jobs("remind")] == [fast, slow]


def test_sign_of_a_duration_is_kept() -> None:
    """T11b of the engine findings."""
    assert parse_interval("-PT5S").after(0) == -5_000


def test_calendar_months_are_cut_to_the_length_of_the_month() -> None:
    assert parse_interval("P1M").after(parse_moment("2026-01-31T08:00:00Z")) == parse_moment(
        "2026-02-28T08:00Z"
    )


def test_zone_names_after_the_offset_are_accepted() -> None:
    assert parse_moment("2026-01-01T08:00:00+08:00[Asia/Shanghai]") == parse_moment("2026-01-01T00:00:00Z")


@pytest.mark.parametrize("text", ["", "P", "PT", "5S", "P1H", "R3/PT1H", "P99999999999D"])
def test_text_that_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(TimerRefused):
        check_static(TimerKind.DURATION, text)


@pytest.mark.parametrize(
    "text", ["R3", "Rx/PT1H", "R3/x/PT1H", "* * * *", "61 * * * * *", "* * * 31 2 *", "0 0 0 L * *"]
)
def test_text_that_is_no_cycle_is_refused(text: str) -> None:
    with pytest.raises(TimerRefused):
        check_static(TimerKind.CYCLE, text)


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        ("0 0 9-17 * * MON-FRI", "2026-08-28T17:00:00Z", "2026-08-31T09:00:00Z"),
        ("0 */15 * * * *", "2026-08-28T17:01:00Z", "2026-08-28T17:15:00Z"),
        ("0 0 0 1 JAN *", "2026-08-28T17:01:00Z", "2027-01-01T00:00:00Z"),
        ("0 0 12 29 2 ?", "2026-08-28T17:01:00Z", "2028-02-29T12:00:00Z"),
        ("0 30/20 8,10 * * 7", "2026-08-28T00:00:00Z", "2026-08-30T08:30:00Z"),
        ("@daily", "2026-08-28T00:00:00Z", "2026-08-29T00:00:00Z"),
    ],
)
def test_cron_texts_are_read_in_utc(cron: str, after: str, expected: str) -> None:
    """T11b of the engine findings."""
    moment = parse_moment(after)
    assert next_firing(parse_cycle(cron), moment, moment) == parse_moment(expected)


def test_cycle_with_a_start_fires_first_then() -> None:
    cycle = parse_cycle("R2/2026-01-01T00:00:00Z/P1D")
    assert (cycle.repetitions, cycle.starts_at) == (2, parse_moment("2026-01-01T00:00:00Z"))


@pytest.mark.parametrize("text", ["R/PT0S", "R3/-PT1H", "R3/P0D"])
def test_cycle_that_does_not_lead_forward_is_refused(text: str) -> None:
    with pytest.raises(TimerRefused, match="longer than 0"):
        check_static(TimerKind.CYCLE, text)


@pytest.mark.parametrize("text", ["P9000Y", "P999999999D"])
def test_timer_beyond_the_calendar_is_an_incident_not_a_stop(engine: Driver, text: str) -> None:
    deploy(engine, "=wait")
    engine.create(wait=text)
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"


def test_cycle_ends_where_the_calendar_ends(engine: Driver) -> None:
    deploy(engine, "R/2026-09-01T00:00:00Z/P8000Y", "timeCycle", interrupting=False)
    key = engine.create()
    engine.advance(30 * DAY)
    assert (engine.active(key), engine.open(Timer)) == (["work", "remind"], [])


def test_clock_is_pinned_and_let_go() -> None:
    clock = EngineClock()
    clock.pin(START_MS)
    assert (clock.now_ms(), clock.pinned_ms) == (START_MS, START_MS)
    clock.reset()
    assert clock.pinned_ms is None
    for moment in (-1, LATEST_MS + 1):
        with pytest.raises(CommandRejected):
            clock.pin(moment)
