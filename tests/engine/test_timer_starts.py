"""Timer start events of processes: dates, cycles, new versions, and values that cannot be read."""

from __future__ import annotations

import pytest

from engine.core.commands import CreateInstance
from engine.errors import DeploymentError
from engine.model.intervals import from_ms
from engine.processing.core import Core
from engine.state.timer import Timer
from tests.engine.diagrams import chain, diagram, end, event, node, process, service, start
from tests.engine.driver import DAY, HOUR, MINUTE, SECOND, START_MS, Driver
from tests.engine.refusals import refused


def every(node_id: str = "every", **value: str) -> str:
    return node("startEvent", node_id, event("timer", **value))


def timed(*parts: str, name: str = "p", **value: str) -> bytes:
    return diagram(process(name, every(**value), service("work"), chain("every", "work"), *parts))


def test_cycle_starts_an_instance_each_time_it_fires(engine: Driver) -> None:
    engine.deploy(timed(timeCycle="R3/PT1H"))
    engine.advance(HOUR - 1)
    assert engine.started("p") == []
    engine.advance(1)
    (first,) = engine.started("p")
    assert engine.path(first) == ["every:COMPLETED", "work:ACTIVE"]
    for _ in range(5):
        engine.advance(HOUR)
    assert len(engine.started("p")) == 3
    assert engine.open(Timer) == []


def test_missed_starts_count_as_one_and_use_up_one_repetition(engine: Driver) -> None:
    """EN-5: three days away."""
    engine.deploy(timed(timeCycle="R2/PT1H"))
    engine.advance(3 * DAY)
    assert len(engine.started("p")) == 1
    assert engine.core.next_due() == START_MS + 3 * DAY + HOUR
    engine.advance(3 * DAY)
    assert len(engine.started("p")) == 2
    assert engine.open(Timer) == []


def test_missed_moments_of_a_cron_text_start_one_instance(engine: Driver) -> None:
    """EN-5: a daily start after ten days."""
    engine.deploy(timed(timeCycle="@daily"))
    engine.advance(10 * DAY)
    assert len(engine.started("p")) == 1
    engine.advance(DAY)
    assert len(engine.started("p")) == 2


def test_start_that_has_passed_starts_one_instance(engine: Driver) -> None:
    """EN-5: not one for each second since the year 2000."""
    engine.deploy(timed(timeCycle="R/2000-01-01T00:00:00Z/PT1S"))
    engine.advance(MINUTE)
    assert len(engine.started("p")) == 1
    assert engine.core.next_due() == START_MS + MINUTE + SECOND


def test_cycle_of_a_start_is_read_again_at_each_firing(engine: Driver) -> None:
    """EN-5: an interval that depends on the day; where it can no longer be read, the firing is the last one."""
    later = f"{from_ms(START_MS + 3 * HOUR).isoformat()}"
    engine.deploy(
        timed(timeCycle=f"=if now() &lt; date and time(&quot;{later}&quot;) then &quot;R/PT1H&quot; else 5")
    )
    for started in (1, 2, 3, 3):
        engine.advance(HOUR)
        assert len(engine.started("p")) == started
    assert engine.open(Timer) == []


def test_cron_starts_instances_without_end(engine: Driver) -> None:
    engine.deploy(timed(timeCycle="0 */30 * * * *"))
    for _ in range(10):
        engine.advance(HOUR // 2)
    assert len(engine.started("p")) == 10
    assert len(engine.open(Timer)) == 1


@pytest.mark.parametrize("value", ["2026-01-01T00:00:00Z", "=now() + duration(&quot;PT1M&quot;)"])
def test_date_starts_one_instance_and_a_past_one_at_once(engine: Driver, value: str) -> None:
    engine.deploy(timed(timeDate=value))
    engine.advance(MINUTE)
    engine.advance(HOUR)
    assert len(engine.started("p")) == 1


def test_new_version_replaces_the_timers_of_the_old_one(engine: Driver) -> None:
    engine.deploy(timed(timeCycle="R/PT1H"))
    engine.advance(HOUR)
    engine.deploy(timed(timeCycle="R/PT2H"))
    assert len(engine.open(Timer)) == 1
    engine.advance(HOUR)
    assert len(engine.started("p")) == 1
    engine.advance(HOUR)
    assert len(engine.started("p")) == 2
    engine.deploy(diagram(process("p", start(), end(), chain("start", "end"))))
    assert engine.open(Timer) == []


def test_unchanged_deployment_keeps_the_timers_running(engine: Driver) -> None:
    engine.deploy(timed(timeCycle="R/PT1H"))
    engine.advance(HOUR // 2)
    engine.deploy(timed(timeCycle="R/PT1H"))
    engine.advance(HOUR // 2)
    assert len(engine.started("p")) == 1


def test_timers_of_two_processes_do_not_meet(engine: Driver) -> None:
    engine.deploy(timed(timeCycle="R/PT1H"), timed(name="q", timeCycle="R/PT1H"))
    engine.deploy(timed(timeCycle="R/PT3H"))
    engine.advance(HOUR)
    engine.advance(HOUR)
    assert (len(engine.started("p")), len(engine.started("q"))) == (0, 2)


def test_recovered_core_keeps_starting(engine: Driver) -> None:
    engine.deploy(timed(timeCycle="R/PT1H"))
    engine.core = Core.load(list(engine.shadow.rows(engine.core).values()))
    engine.advance(HOUR)
    assert len(engine.started("p")) == 1


def test_process_with_timer_starts_only_is_not_created_by_command(engine: Driver) -> None:
    engine.deploy(timed(timeCycle="R/PT1H"))
    assert engine.refused(CreateInstance("p")) == "INVALID_STATE"


def test_none_start_beside_a_timer_start_serves_commands(engine: Driver) -> None:
    engine.deploy(timed(start(), chain("start", "work"), timeCycle="R/PT1H"))
    assert engine.path(engine.create()) == ["start:COMPLETED", "work:ACTIVE"]


def test_timer_that_cannot_be_evaluated_is_refused_at_deployment(engine: Driver) -> None:
    with pytest.raises(DeploymentError) as caught:
        engine.deploy(timed(timeCycle="=interval"))
    (fault,) = caught.value.faults
    assert (fault.file, fault.element_type, fault.element_id) == ("file0.bpmn", "startEvent", "every")
    assert engine.open(Timer) == []


def test_duration_at_a_process_start_is_refused() -> None:
    found = refused(every(timeDuration="PT1H"), end(), chain("every", "end"))
    assert found[:2] == ("startEvent", "every")
    assert "must be a date or a cycle" in found[2]
