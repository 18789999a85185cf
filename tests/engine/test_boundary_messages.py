"""Boundary message events: beside the activity or instead of it, with the variables they bring."""

from __future__ import annotations

import pytest

from engine.core.commands import CancelInstance, ResolveIncident, SetVariables
from engine.state.message_subscription import MessageSubscription
from engine.state.timer import Timer
from tests.engine.diagrams import (
    boundary,
    call,
    chain,
    diagram,
    end,
    event,
    io,
    message,
    process,
    receive,
    service,
    start,
    sub,
    timer_boundary,
    user,
)
from tests.engine.driver import HOUR, Driver

NEWS, WORD = message("m", "news"), message("w", "word")
BY_NEWS = event("message", messageRef="m")


def with_boundary(host: str, host_id: str = "x", *, interrupting: bool = True, mappings: str = "") -> bytes:
    return diagram(
        NEWS,
        WORD,
        process(
            "p",
            start(),
            host,
            boundary("b", host_id, BY_NEWS, interrupting=interrupting, mappings=mappings),
            service("on_b"),
            service("after"),
            chain("start", host_id, "after"),
            chain("b", "on_b"),
        ),
    )


FRAME = sub("x", start("s2"), service("inner"), chain("s2", "inner"))
HOSTS = [service("x"), user("x"), receive("x", "w"), FRAME, call("x", "child")]
CHILD = diagram(process("child", start(), service("inner"), chain("start", "inner")))


@pytest.mark.parametrize("host", HOSTS)
def test_interrupting_message_takes_the_place_of_any_activity(engine: Driver, host: str) -> None:
    engine.deploy(CHILD, with_boundary(host))
    key = engine.create(key="k")
    engine.publish("news", "k", why="asked")
    assert engine.active() == ["on_b"]
    assert "x:TERMINATED" in engine.path(key)
    assert engine.variables(key) == {"key": "k", "why": "asked"}
    assert engine.open(MessageSubscription) == []


@pytest.mark.parametrize("host", HOSTS)
def test_non_interrupting_message_starts_a_token_each_time(engine: Driver, host: str) -> None:
    engine.deploy(CHILD, with_boundary(host, interrupting=False))
    key = engine.create(key="k")
    engine.publish("news", "k")
    engine.publish("news", "k")
    assert engine.active(key).count("on_b") == 2
    assert "x" in engine.active(key)


def test_it_is_closed_when_the_activity_completes(engine: Driver) -> None:
    engine.deploy(with_boundary(service("x"), interrupting=False))
    key = engine.create(key="k")
    engine.work("x")
    engine.publish("news", "k")
    assert engine.active(key) == ["after"]
    assert engine.open(MessageSubscription) == []


def test_it_is_closed_when_the_instance_is_cancelled(engine: Driver) -> None:
    engine.deploy(with_boundary(service("x"), interrupting=False))
    engine.run(CancelInstance(engine.create(key="k")))
    assert engine.open(MessageSubscription) == []


def test_output_mapping_of_the_event_decides_what_the_message_brings(engine: Driver) -> None:
    engine.deploy(with_boundary(service("x"), mappings=io(("output", "=why", "reason"))))
    key = engine.create(key="k")
    engine.publish("news", "k", why="asked", secret=1)
    assert engine.variables(key) == {"key": "k", "reason": "asked"}


def test_correlation_key_sees_the_input_mappings_of_the_activity(engine: Driver) -> None:
    engine.deploy(with_boundary(service("x", mappings=io(("input", "=own", "key")))))
    key = engine.create(key="outer", own="inner")
    engine.publish("news", "outer")
    assert engine.active(key) == ["x"]
    engine.publish("news", "inner")
    assert engine.active(key) == ["on_b"]


def test_missing_correlation_key_is_an_incident_before_the_work_is_offered(engine: Driver) -> None:
    engine.deploy(with_boundary(service("x")))
    key = engine.create()
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"
    assert engine.jobs("x") == ()
    engine.run(SetVariables(key, {"key": "k"}))
    engine.run(ResolveIncident(engine.incident().key))
    assert len(engine.jobs("x")) == 1


def test_buffered_message_interrupts_at_once(engine: Driver) -> None:
    engine.deploy(with_boundary(service("x")))
    engine.publish("news", "k", ttl=HOUR)
    key = engine.create(key="k")
    assert engine.active(key) == ["on_b"]


def test_the_first_of_message_and_timer_wins(engine: Driver) -> None:
    late = timer_boundary("late", "x", "PT1H") + service("on_late") + chain("late", "on_late")
    engine.deploy(with_boundary(service("x") + late))
    first, second = engine.create(key="1"), engine.create(key="2")
    engine.publish("news", "1")
    engine.advance(HOUR)
    engine.publish("news", "2")
    assert engine.active(first) == ["on_b"]
    assert engine.active(second) == ["on_late"]
    assert engine.open(Timer) == []


def test_message_of_the_task_itself_leaves_by_the_normal_way(engine: Driver) -> None:
    engine.deploy(with_boundary(receive("x", "w")))
    key = engine.create(key="k")
    engine.publish("word", "k")
    assert engine.active(key) == ["after"]
    assert engine.open(MessageSubscription) == []


def test_buffered_message_of_the_task_leaves_that_of_its_boundary_in_the_buffer(engine: Driver) -> None:
    engine.deploy(with_boundary(receive("x", "w")))
    engine.publish("news", "k", ttl=HOUR)
    engine.publish("word", "k", ttl=HOUR)
    assert engine.active(engine.create(key="k")) == ["after"]
    assert engine.open(MessageSubscription) == []
    second = engine.create(key="k")
    assert engine.active(second) == ["on_b"]


def test_messages_for_two_elements_of_one_instance_move_their_own_tokens(engine: Driver) -> None:
    inner = sub("x", start("s2"), receive("w1", "w"), end("e2"), chain("s2", "w1", "e2"))
    engine.deploy(with_boundary(inner, interrupting=False))
    key = engine.create(key="k")
    engine.publish("news", "k")
    assert sorted(engine.active(key)) == ["on_b", "w1", "x"]
    engine.publish("word", "k")
    assert sorted(engine.active(key)) == ["after", "on_b"]
