"""Event sub-processes by timer, error and escalation, and what they end in nested scopes and calls."""

from __future__ import annotations

import pytest

from engine.core.commands import CancelInstance, ThrowError
from engine.state.timer import Timer
from tests.engine.asides import BY_NEWS, BY_STOP, MAIN, NEWS, STOP, asked
from tests.engine.diagrams import (
    call,
    chain,
    diagram,
    end,
    error,
    escalation,
    event,
    event_sub,
    listener,
    parallel,
    process,
    service,
    start,
    sub,
    throw,
    timer_boundary,
    user,
)
from tests.engine.driver import HOUR, Driver


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
    engine.advance(HOUR)
    engine.advance(HOUR)
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


def test_it_begins_only_when_the_canceling_listeners_of_the_scope_are_through(engine: Driver) -> None:
    main = (start(), user("ask", listeners=listener("canceling", "check")), chain("start", "ask"))
    engine.deploy(diagram(NEWS, process("p", *main, asked(interrupting=True))))
    key = engine.create(key="k")
    engine.publish("news", "k", why="asked")
    assert engine.active(key) == ["ask"]
    assert "why" not in engine.variables(key)
    engine.work("check")
    assert engine.active(key) == ["aside", "aside_work"]
    assert engine.variables(key)["why"] == "asked"


def test_two_interruptions_of_one_scope_leave_the_first_one_only(engine: Driver) -> None:
    main = (start(), user("ask", listeners=listener("canceling", "check")), chain("start", "ask"))
    late = asked(interrupting=True, definition=event("timer", timeDuration="PT1H"), name="late")
    engine.deploy(diagram(NEWS, process("p", *main, asked(interrupting=True), late)))
    key = engine.create(key="k")
    engine.publish("news", "k")
    engine.advance(HOUR)
    engine.work("check")
    assert engine.active(key) == ["aside", "aside_work"]
