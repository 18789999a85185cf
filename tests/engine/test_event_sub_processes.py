"""Event sub-processes by message: beside the others or instead of them, and what comes in with it."""

from __future__ import annotations

from engine.core.commands import CancelInstance, ResolveIncident, SetVariables
from engine.state.message_subscription import MessageSubscription
from engine.state.timer import Timer
from tests.engine.asides import BY_STOP, MAIN, NEWS, STOP, asked
from tests.engine.diagrams import (
    chain,
    diagram,
    event,
    io,
    message,
    process,
    service,
    start,
    sub,
)
from tests.engine.driver import HOUR, Driver


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


def test_buffered_interruption_leaves_no_other_event_sub_process_waiting(engine: Driver) -> None:
    beside = asked(interrupting=False, definition=BY_STOP, name="late")
    engine.deploy(diagram(NEWS, STOP, process("p", *MAIN, asked(interrupting=True), beside)))
    engine.publish("news", "k", ttl=HOUR)
    engine.publish("stop", "k", ttl=HOUR)
    key = engine.create(key="k")
    assert engine.active(key) == ["aside", "aside_work"]
    assert engine.open(MessageSubscription) == []


def test_non_interrupting_one_takes_every_buffered_message_once(engine: Driver) -> None:
    engine.deploy(diagram(NEWS, process("p", *MAIN, asked(interrupting=False))))
    for number in range(3):
        engine.publish("news", "k", ttl=HOUR, message_id=str(number))
    key = engine.create(key="k")
    assert engine.active(key).count("aside") == 3


def test_cancelled_instance_leaves_nothing_of_it(engine: Driver) -> None:
    timer = asked(interrupting=False, definition=event("timer", timeDuration="PT1H"), name="later")
    engine.deploy(diagram(NEWS, process("p", *MAIN, asked(interrupting=False), timer)))
    key = engine.create(key="k")
    engine.publish("news", "k")
    engine.run(CancelInstance(key))
    assert engine.active() == []
    assert engine.open(MessageSubscription) == []
    assert engine.open(Timer) == []
