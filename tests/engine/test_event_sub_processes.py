"""Event sub-processes: interrupting or not, by message, timer, error and escalation, at every scope."""

from __future__ import annotations

import pytest

from engine.processing.commands import CancelInstance, ResolveIncident, SetVariables, ThrowError
from engine.state.message_subscription import MessageSubscription
from engine.state.timer import Timer
from tests.engine.diagrams import (
    call,
    chain,
    diagram,
    end,
    error,
    escalation,
    event,
    event_sub,
    io,
    message,
    parallel,
    process,
    service,
    start,
    sub,
    throw,
    timer_boundary,
)
from tests.engine.driver import HOUR, Driver

NEWS = message("m", "news")
STOP = message("s", "stop")
BY_NEWS, BY_STOP = event("message", messageRef="m"), event("message", messageRef="s")


def asked(*, interrupting: bool, definition: str = BY_NEWS, mappings: str = "", name: str = "aside") -> str:
    return event_sub(
        name,
        f"{name}_start",
        definition,
        service(f"{name}_work"),
        end(f"{name}_end"),
        chain(f"{name}_start", f"{name}_work", f"{name}_end"),
        interrupting=interrupting,
        mappings=mappings,
    )


MAIN = (start(), service("work"), end(), chain("start", "work", "end"))


def test_non_interrupting_message_starts_it_beside_each_time(engine: Driver) -> None:
    engine.deploy(diagram(NEWS, process("p", *MAIN, asked(interrupting=False))))
    key = engine.create(key="k")
    engine.publish("news", "k", round=1)
    engine.publish("news", "k", round=2)
    assert sorted(engine.active(key)) == ["aside", "aside", "aside_work", "aside_work", "work"]
    assert engine.variables(key)["round"] == 2


def test_scope_waits_for_its_event_sub_processes(engine: Driver) -> None:
    engine.deploy(diagram(NEWS, process("p", *MAIN, asked(interrupting=False))))
    key = engine.create(key="k")
    engine.publish("news", "k")
    engine.work("work")
    assert engine.state(key) == "ACTIVE"
    engine.work("aside_work")
    assert engine.state(key) == "COMPLETED"
    assert engine.open(MessageSubscription) == []


def test_interrupting_message_ends_everything_else_first(engine: Driver) -> None:
    engine.deploy(diagram(NEWS, process("p", *MAIN, asked(interrupting=True))))
    key = engine.create(key="k")
    engine.publish("news", "k", why="asked")
    assert engine.active(key) == ["aside", "aside_work"]
    assert engine.jobs("work") == ()
    assert engine.path(key) == [
        "start:COMPLETED",
        "work:TERMINATED",
        "aside:ACTIVE",
        "aside_start:COMPLETED",
        "aside_work:ACTIVE",
    ]
    engine.publish("news", "k")
    assert engine.active(key) == ["aside", "aside_work"], "an interrupting one starts once"
    engine.work("aside_work")
    assert engine.state(key) == "COMPLETED"


def test_interrupting_one_ends_those_that_run_beside_and_closes_them(engine: Driver) -> None:
    stop = asked(interrupting=True, definition=BY_STOP, name="halt")
    engine.deploy(diagram(NEWS, STOP, process("p", *MAIN, asked(interrupting=False), stop)))
    key = engine.create(key="k")
    engine.publish("news", "k")
    engine.publish("stop", "k")
    engine.publish("news", "k")
    assert engine.active(key) == ["halt", "halt_work"]
    assert "aside:TERMINATED" in engine.path(key)


def test_output_mapping_of_the_start_decides_what_comes_in(engine: Driver) -> None:
    mapped = asked(interrupting=False, mappings=io(("output", "=why", "reason")))
    engine.deploy(diagram(NEWS, process("p", *MAIN, mapped)))
    key = engine.create(key="k", reason="none")
    engine.publish("news", "k", why="asked", secret=1)
    assert engine.variables(key) == {"key": "k", "reason": "asked"}


def test_correlation_key_may_come_with_the_start_message(engine: Driver) -> None:
    go = message("g", "go", "")
    engine.deploy(
        diagram(
            NEWS,
            go,
            process(
                "p", start(message_id="g"), service("work"), chain("start", "work"), asked(interrupting=True)
            ),
        )
    )
    engine.publish("go", "x", key="k")
    engine.publish("news", "k")
    assert engine.active() == ["aside", "aside_work"]


def test_correlation_key_is_taken_from_the_scope_itself(engine: Driver) -> None:
    frame = sub(
        "frame",
        start("s2"),
        service("inner"),
        chain("s2", "inner"),
        asked(interrupting=False),
        mappings=io(("input", "=own", "key")),
    )
    engine.deploy(diagram(NEWS, process("p", start(), frame, chain("start", "frame"))))
    key = engine.create(key="outer", own="inner")
    engine.publish("news", "outer")
    assert engine.active(key) == ["frame", "inner"]
    engine.publish("news", "inner")
    assert engine.active(key) == ["frame", "inner", "aside", "aside_work"]


def test_missing_correlation_key_is_an_incident_at_the_start_event(engine: Driver) -> None:
    engine.deploy(diagram(NEWS, process("p", *MAIN, asked(interrupting=False))))
    key = engine.create()
    assert engine.incident().element_id == "start"
    assert engine.active(key) == ["start"]
    engine.run(SetVariables(key, {"key": "k"}))
    engine.run(ResolveIncident(engine.incident().key))
    engine.publish("news", "k")
    assert sorted(engine.active(key)) == ["aside", "aside_work", "work"]


def test_message_that_is_buffered_is_taken_when_the_scope_begins(engine: Driver) -> None:
    engine.deploy(diagram(NEWS, process("p", *MAIN, asked(interrupting=True))))
    engine.publish("news", "k", ttl=HOUR)
    key = engine.create(key="k")
    assert engine.active(key) == ["aside", "aside_work"]
    assert "work:TERMINATED" in engine.path(key)


def test_non_interrupting_one_takes_every_buffered_message_once(engine: Driver) -> None:
    engine.deploy(diagram(NEWS, process("p", *MAIN, asked(interrupting=False))))
    for number in range(3):
        engine.publish("news", "k", ttl=HOUR, message_id=str(number))
    key = engine.create(key="k")
    assert engine.active(key).count("aside") == 3


@pytest.mark.parametrize("kind", ["timeDuration", "timeDate"])
def test_timer_runs_with_its_scope(engine: Driver, kind: str) -> None:
    value = "=now() + duration(&quot;PT1H&quot;)" if kind == "timeDate" else "PT1H"
    engine.deploy(
        diagram(process("p", *MAIN, asked(interrupting=True, definition=event("timer", **{kind: value}))))
    )
    key = engine.create()
    engine.advance(HOUR - 1)
    assert engine.active(key) == ["work"]
    engine.advance(1)
    assert engine.active(key) == ["aside", "aside_work"]
    assert engine.open(Timer) == []


def test_cycle_starts_it_again_until_the_scope_ends(engine: Driver) -> None:
    cycle = event("timer", timeCycle="R/PT1H")
    engine.deploy(diagram(process("p", *MAIN, asked(interrupting=False, definition=cycle))))
    key = engine.create()
    engine.advance(2 * HOUR)
    assert engine.active(key).count("aside") == 2
    engine.work("work")
    for job in engine.jobs("aside_work"):
        engine.send(ThrowError(job.key, "none"))
    engine.run(CancelInstance(key))
    assert engine.open(Timer) == []


def test_error_of_a_job_starts_it(engine: Driver) -> None:
    engine.deploy(
        diagram(
            error("E"),
            process("p", *MAIN, asked(interrupting=True, definition=event("error", errorRef="R_E"))),
        )
    )
    key = engine.create()
    engine.run(ThrowError(engine.jobs("work")[0].key, "E", "broken", {"cause": "paper"}))
    assert engine.active(key) == ["aside", "aside_work"]
    assert engine.variables(key) == {"cause": "paper"}


@pytest.mark.parametrize("interrupting", [True, False])
def test_escalation_starts_it(engine: Driver, interrupting: bool) -> None:
    aside = asked(interrupting=interrupting, definition=event("escalation", escalationRef="E_A"))
    engine.deploy(
        diagram(
            escalation("A"),
            process(
                "p", start(), throw("shout", "A"), service("work"), chain("start", "shout", "work"), aside
            ),
        )
    )
    key = engine.create()
    rest = [] if interrupting else ["work"]
    assert sorted(engine.active(key)) == ["aside", "aside_work", *rest]


def test_in_a_sub_process_it_ends_only_that(engine: Driver) -> None:
    frame = sub(
        "frame",
        start("s2"),
        service("inner"),
        end("e2"),
        chain("s2", "inner", "e2"),
        asked(interrupting=True),
    )
    engine.deploy(
        diagram(
            NEWS,
            process(
                "p",
                start(),
                parallel("fork"),
                frame,
                service("beside"),
                service("after"),
                chain("start", "fork", "frame", "after"),
                chain("fork", "beside"),
            ),
        )
    )
    key = engine.create(key="k")
    engine.publish("news", "k")
    assert sorted(engine.active(key)) == ["aside", "aside_work", "beside", "frame"]
    engine.work("aside_work")
    assert sorted(engine.active(key)) == ["after", "beside"]
    assert "frame:COMPLETED" in engine.path(key)


def test_boundary_event_still_ends_an_interrupted_scope(engine: Driver) -> None:
    frame = sub("frame", start("s2"), service("inner"), chain("s2", "inner"), asked(interrupting=True))
    late = timer_boundary("late", "frame", "PT1H") + service("on_late") + chain("late", "on_late")
    engine.deploy(diagram(NEWS, process("p", start(), frame, late, chain("start", "frame"))))
    key = engine.create(key="k")
    engine.publish("news", "k")
    engine.advance(HOUR)
    assert engine.active(key) == ["on_late"]
    assert "aside:TERMINATED" in engine.path(key)


def test_terminate_end_event_inside_ends_only_the_event_sub_process(engine: Driver) -> None:
    aside = event_sub(
        "aside",
        "s2",
        BY_NEWS,
        parallel("fork"),
        service("left"),
        end("stop", "terminate"),
        chain("s2", "fork", "left"),
        chain("fork", "stop"),
        interrupting=False,
    )
    engine.deploy(diagram(NEWS, process("p", *MAIN, aside)))
    key = engine.create(key="k")
    engine.publish("news", "k")
    assert engine.active(key) == ["work"]
    assert "aside:COMPLETED" in engine.path(key)


def test_event_sub_process_inside_an_event_sub_process(engine: Driver) -> None:
    nested = event_sub("nested", "s3", BY_STOP, service("deep"), chain("s3", "deep"), interrupting=True)
    aside = event_sub(
        "aside", "s2", BY_NEWS, service("aside_work"), nested, chain("s2", "aside_work"), interrupting=False
    )
    engine.deploy(diagram(NEWS, STOP, process("p", *MAIN, aside)))
    key = engine.create(key="k")
    engine.publish("stop", "k")
    assert engine.active(key) == ["work"]
    engine.publish("news", "k")
    engine.publish("stop", "k")
    assert engine.active(key) == ["work", "aside", "nested", "deep"]


def test_interruption_ends_called_instances_too(engine: Driver) -> None:
    engine.deploy(
        diagram(process("child", start(), service("inner"), chain("start", "inner"))),
        diagram(
            NEWS,
            process("p", start(), call("call", "child"), chain("start", "call"), asked(interrupting=True)),
        ),
    )
    key = engine.create(key="k")
    engine.publish("news", "k")
    assert engine.active() == ["aside", "aside_work"]
    assert engine.state(engine.started("child")[0]) == "TERMINATED"
    engine.work("aside_work")
    assert engine.state(key) == "COMPLETED"


def test_cancelled_instance_leaves_nothing_of_it(engine: Driver) -> None:
    timer = asked(interrupting=False, definition=event("timer", timeDuration="PT1H"), name="later")
    engine.deploy(diagram(NEWS, process("p", *MAIN, asked(interrupting=False), timer)))
    key = engine.create(key="k")
    engine.publish("news", "k")
    engine.run(CancelInstance(key))
    assert engine.active() == []
    assert engine.open(MessageSubscription) == []
    assert engine.open(Timer) == []
