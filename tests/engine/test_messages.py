"""Message correlation, buffer, duplicates, start events and their lock."""

from __future__ import annotations

import pytest

from engine.core.commands import CancelInstance, PublishMessage, ResolveIncident, SetVariables
from engine.state.message import Message
from engine.state.message_correlation import MessageCorrelation
from tests.engine.diagrams import (
    chain,
    diagram,
    end,
    io,
    message,
    process,
    receive,
    service,
    start,
    timer_boundary,
)
from tests.engine.driver import HOUR, MINUTE, Driver

NEWS = message("m", "news")
GO = message("g", "go", "")


def waiting(process_id: str, *after: str) -> bytes:
    return diagram(
        NEWS, process(process_id, start(), receive("wait", "m"), end(), chain("start", "wait", "end"), *after)
    )


STARTED = diagram(GO, process("p", start("s", "g"), service("work"), end(), chain("s", "work", "end")))


def test_message_completes_the_waiting_task_and_brings_its_variables(engine: Driver) -> None:
    engine.deploy(waiting("p"))
    key = engine.create(key="k1")
    engine.publish("news", "k1", answer=42)
    assert engine.state(key) == "COMPLETED"
    assert engine.variables(key) == {"key": "k1", "answer": 42}


def test_message_with_a_foreign_key_or_name_is_not_correlated(engine: Driver) -> None:
    """T7b of the engine findings."""
    engine.deploy(waiting("p"))
    key = engine.create(key="k1")
    engine.publish("news", "k2")
    engine.publish("other", "k1")
    assert engine.active(key) == ["wait"]


def test_number_as_correlation_key_is_text(engine: Driver) -> None:
    engine.deploy(waiting("p"))
    key = engine.create(key=17)
    engine.publish("news", "17")
    assert engine.state(key) == "COMPLETED"


def test_missing_correlation_key_is_an_incident(engine: Driver) -> None:
    engine.deploy(waiting("p"))
    key = engine.create()
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"
    engine.run(SetVariables(key, {"key": "k"}))
    engine.run(ResolveIncident(engine.incident().key))
    engine.publish("news", "k")
    assert engine.state(key) == "COMPLETED"


def test_message_published_before_is_taken_from_the_buffer(engine: Driver) -> None:
    """T7 of the engine findings."""
    engine.deploy(waiting("p"))
    engine.publish("news", "k", ttl=HOUR, a=1)
    key = engine.create(key="k")
    assert engine.state(key) == "COMPLETED"


def test_buffer_is_first_in_first_out(engine: Driver) -> None:
    engine.deploy(waiting("p"))
    engine.publish("news", "k", ttl=HOUR, a=1)
    engine.publish("news", "k", ttl=HOUR, a=2)
    first, second = engine.create(key="k"), engine.create(key="k")
    assert engine.variables(first)["a"] == 1
    assert engine.variables(second)["a"] == 2


def test_message_without_time_to_live_is_not_kept(engine: Driver) -> None:
    engine.deploy(waiting("p"))
    engine.publish("news", "k")
    assert engine.active(engine.create(key="k")) == ["wait"]
    assert engine.rows(Message) == []


def test_message_is_gone_after_its_time_to_live(engine: Driver) -> None:
    engine.deploy(waiting("p"))
    engine.publish("news", "k", ttl=MINUTE)
    engine.create(key="k")
    assert len(engine.open(MessageCorrelation)) == 1
    engine.advance(MINUTE)
    assert (engine.open(Message), engine.open(MessageCorrelation)) == ([], [])
    assert engine.active(engine.create(key="k")) == ["wait"]


def test_message_goes_to_one_instance_of_each_process(engine: Driver) -> None:
    engine.deploy(waiting("p"), waiting("q"))
    first, second, other = (
        engine.create("p", key="k"),
        engine.create("p", key="k"),
        engine.create("q", key="k"),
    )
    engine.publish("news", "k", ttl=HOUR)
    assert [engine.state(i) for i in (first, second, other)] == ["COMPLETED", "ACTIVE", "COMPLETED"]
    assert engine.active(engine.create("p", key="k")) == ["wait"]


def test_same_message_is_not_delivered_twice_to_one_process(engine: Driver) -> None:
    in_a_row = diagram(
        NEWS,
        process("p", start(), receive("one", "m"), receive("two", "m"), chain("start", "one", "two")),
    )
    engine.deploy(in_a_row)
    key = engine.create(key="k")
    engine.publish("news", "k", ttl=HOUR)
    assert engine.active(key) == ["two"]


def test_equal_message_id_is_refused_while_it_is_buffered(engine: Driver) -> None:
    engine.publish("news", "k", ttl=MINUTE, message_id="1")
    again = PublishMessage("news", "k", {}, MINUTE, "1")
    assert engine.refused(again) == "ALREADY_EXISTS"
    engine.publish("news", "other", ttl=MINUTE, message_id="1")
    engine.publish("news", "k", ttl=MINUTE, message_id="2")
    engine.now += MINUTE
    engine.run(again)


def test_message_without_name_is_refused(engine: Driver) -> None:
    assert engine.refused(PublishMessage("")) == "INVALID_ARGUMENT"


def test_start_message_starts_an_instance_with_its_variables(engine: Driver) -> None:
    engine.deploy(STARTED)
    engine.publish("go", "c1", complaint_id="c1")
    (key,) = engine.started("p")
    assert engine.variables(key) == {"complaint_id": "c1"}
    assert engine.active(key) == ["work"]


def test_second_start_message_with_the_same_key_waits_for_the_first_instance(engine: Driver) -> None:
    engine.deploy(STARTED)
    engine.publish("go", "c1", ttl=HOUR, n=1)
    engine.publish("go", "c1", ttl=HOUR, n=2)
    engine.publish("go", "c2", ttl=HOUR, n=3)
    assert [engine.variables(key)["n"] for key in engine.started("p")] == [1, 3]
    first = engine.jobs("work")[0]
    engine.run(CancelInstance(first.process_instance_key))
    assert [engine.variables(key)["n"] for key in engine.started("p")] == [1, 3, 2]


def test_held_back_start_message_is_lost_when_its_time_is_over(engine: Driver) -> None:
    engine.deploy(STARTED)
    engine.publish("go", "c1", ttl=HOUR)
    engine.publish("go", "c1", ttl=MINUTE)
    engine.advance(MINUTE)
    engine.work("work")
    assert len(engine.started("p")) == 1


def test_start_message_without_key_always_starts(engine: Driver) -> None:
    engine.deploy(STARTED)
    engine.publish("go")
    engine.publish("go")
    assert len(engine.started("p")) == 2


def test_new_version_takes_over_the_start_message(engine: Driver) -> None:
    engine.deploy(STARTED)
    engine.deploy(diagram(GO, process("p", start("s", "g"), service("new"), chain("s", "new"))))
    engine.publish("go", "c1")
    assert engine.active() == ["new"]


def test_output_mappings_of_a_start_event_choose_what_comes_in(engine: Driver) -> None:
    event = start("s", "g", io(("output", "=a + 1", "b")))
    engine.deploy(diagram(GO, process("p", event, service("work"), chain("s", "work"))))
    engine.publish("go", a=1)
    assert engine.variables(engine.started("p")[0]) == {"b": 2}


@pytest.mark.parametrize("way", ["message", "timer"])
def test_whichever_comes_first_closes_the_other(engine: Driver, way: str) -> None:
    engine.deploy(
        diagram(
            NEWS,
            process(
                "p",
                start(),
                receive("wait", "m"),
                timer_boundary("late", "wait", "PT1H"),
                service("in_time"),
                service("too_late"),
                chain("start", "wait", "in_time"),
                chain("late", "too_late"),
            ),
        )
    )
    engine.create(key="k")
    if way == "message":
        engine.publish("news", "k")
        assert engine.core.next_due() is None
    else:
        engine.advance(HOUR)
        engine.publish("news", "k")
    assert engine.active() == ["in_time" if way == "message" else "too_late"]
    assert engine.core.state.dump()["rows"]["MessageSubscription"] == {}
