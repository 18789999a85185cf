"""Intermediate catch events, event-based gateways, links, and messages that a worker sends."""

from __future__ import annotations

import pytest

from engine.core.commands import CancelInstance, FailJob, ResolveIncident, SetVariables
from engine.state.message_subscription import MessageSubscription
from engine.state.timer import Timer
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    diagram,
    end,
    event,
    exclusive,
    flow,
    io,
    message,
    node,
    process,
    service,
    start,
    sub,
)
from tests.engine.driver import HOUR, Driver

NEWS, WORD = message("m", "news"), message("w", "word")
BY_NEWS, BY_WORD = event("message", messageRef="m"), event("message", messageRef="w")
AN_HOUR = event("timer", timeDuration="PT1H")


def with_event(element: str, around: str = NEWS) -> bytes:
    return diagram(around, process("p", start(), element, service("after"), chain("start", "x", "after")))


def test_message_catch_waits_for_its_message(engine: Driver) -> None:
    engine.deploy(with_event(catch("x", BY_NEWS, io(("output", "=why", "reason")))))
    key = engine.create(key="k")
    assert engine.active(key) == ["x"]
    engine.publish("news", "k", why="asked")
    assert engine.active(key) == ["after"]
    assert engine.variables(key) == {"key": "k", "reason": "asked"}
    assert engine.token("after").element_type == "SERVICE_TASK"


def test_message_catch_takes_what_is_buffered(engine: Driver) -> None:
    engine.deploy(with_event(catch("x", BY_NEWS)))
    engine.publish("news", "k", ttl=HOUR)
    assert engine.active(engine.create(key="k")) == ["after"]


@pytest.mark.parametrize("kind", ["timeDuration", "timeDate"])
def test_timer_catch_waits_for_its_moment(engine: Driver, kind: str) -> None:
    value = "=now() + duration(&quot;PT1H&quot;)" if kind == "timeDate" else "PT1H"
    engine.deploy(with_event(catch("x", event("timer", **{kind: value}))))
    key = engine.create()
    engine.advance(HOUR - 1)
    assert engine.active(key) == ["x"]
    engine.advance(1)
    assert engine.active(key) == ["after"]
    assert engine.open(Timer) == []


def test_unreadable_timer_is_an_incident(engine: Driver) -> None:
    engine.deploy(with_event(catch("x", event("timer", timeDuration="=wait"))))
    key = engine.create(wait="soon")
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"
    engine.run(SetVariables(key, {"wait": "PT1H"}))
    engine.run(ResolveIncident(engine.incident().key))
    engine.advance(HOUR)
    assert engine.active(key) == ["after"]


def test_cancelled_catch_waits_for_nothing(engine: Driver) -> None:
    engine.deploy(with_event(catch("x", BY_NEWS)))
    engine.run(CancelInstance(engine.create(key="k")))
    assert engine.open(MessageSubscription) == []


GATE = diagram(
    NEWS,
    WORD,
    process(
        "p",
        start(),
        node("eventBasedGateway", "gate"),
        catch("by_news", BY_NEWS, io(("output", "=why", "reason"))),
        catch("by_word", BY_WORD),
        catch("too_late", AN_HOUR),
        service("on_news"),
        service("on_word"),
        service("on_late"),
        chain("start", "gate", "by_news", "on_news"),
        chain("gate", "by_word", "on_word"),
        chain("gate", "too_late", "on_late"),
    ),
)


def test_first_event_behind_the_gateway_closes_the_others(engine: Driver) -> None:
    engine.deploy(GATE)
    key = engine.create(key="k")
    assert engine.active(key) == ["gate"]
    engine.publish("news", "k", why="asked")
    assert engine.path(key) == [
        "start:COMPLETED",
        "gate:COMPLETED",
        "by_news:COMPLETED",
        "on_news:ACTIVE",
    ]
    assert engine.flows(key) == ["start_gate", "gate_by_news", "by_news_on_news"]
    assert engine.variables(key) == {"key": "k", "reason": "asked"}
    engine.publish("word", "k")
    engine.advance(HOUR)
    assert engine.active(key) == ["on_news"]
    assert engine.open(MessageSubscription) == []
    assert engine.open(Timer) == []


def test_timer_behind_the_gateway_wins_when_nothing_comes(engine: Driver) -> None:
    engine.deploy(GATE)
    key = engine.create(key="k")
    engine.advance(HOUR)
    engine.publish("news", "k")
    assert engine.active(key) == ["on_late"]


def test_buffered_message_decides_at_the_gateway(engine: Driver) -> None:
    engine.deploy(GATE)
    engine.publish("word", "k", ttl=HOUR)
    assert engine.active(engine.create(key="k")) == ["on_word"]
    assert engine.open(Timer) == []


def test_of_two_buffered_messages_the_first_event_takes_its_own_and_leaves_the_other(engine: Driver) -> None:
    engine.deploy(GATE)
    engine.publish("word", "k", ttl=HOUR)
    engine.publish("news", "k", ttl=HOUR)
    assert engine.active(engine.create(key="k")) == ["on_news"]
    assert engine.active(engine.create(key="k"))[-1:] == ["on_word"]


def test_buffered_message_comes_before_a_timer_of_the_past(engine: Driver) -> None:
    gate = node("eventBasedGateway", "gate") + catch("by_news", BY_NEWS)
    past = catch("past", event("timer", timeDate="2020-01-01T00:00:00Z"))
    flows = chain("start", "gate", "past", "on_past") + chain("gate", "by_news", "on_news")
    engine.deploy(
        diagram(NEWS, process("p", start(), gate, past, service("on_past"), service("on_news"), flows))
    )
    engine.publish("news", "k", ttl=HOUR)
    key = engine.create(key="k")
    engine.advance(0)
    assert engine.active(key) == ["on_news"]


def test_failing_output_mapping_behind_the_gateway_can_be_mended(engine: Driver) -> None:
    mapped = catch("by_news", BY_NEWS, io(("output", '=assert(why, why = "ok")', "reason")))
    parts = (start(), node("eventBasedGateway", "gate"), mapped, catch("late", AN_HOUR), service("on_news"))
    flows = chain("start", "gate", "by_news", "on_news") + chain("gate", "late")
    engine.deploy(diagram(NEWS, process("p", *parts, flows)))
    key = engine.create(key="k")
    engine.publish("news", "k")
    assert engine.incident().element_id == "by_news"
    engine.run(SetVariables(key, {"why": "ok"}))
    engine.run(ResolveIncident(engine.incident().key))
    assert engine.active(key) == ["on_news"]


def test_boundary_of_the_scope_ends_a_waiting_gateway(engine: Driver) -> None:
    frame = sub(
        "frame",
        start("s2"),
        node("eventBasedGateway", "gate"),
        catch("by_news", BY_NEWS),
        catch("too_late", AN_HOUR),
        chain("s2", "gate", "by_news"),
        chain("gate", "too_late"),
    )
    stop = boundary("b", "frame", BY_WORD) + service("on_b") + chain("b", "on_b")
    engine.deploy(diagram(NEWS, WORD, process("p", start(), frame, chain("start", "frame"), stop)))
    key = engine.create(key="k")
    engine.publish("word", "k")
    assert engine.active(key) == ["on_b"]
    assert engine.open(Timer) == []
    assert engine.open(MessageSubscription) == []


def link(name: str) -> str:
    return event("link", name=name)


def test_link_goes_on_where_it_leads(engine: Driver) -> None:
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                exclusive("which", "which_to_b"),
                node("intermediateThrowEvent", "to_a", link("A")),
                node("intermediateThrowEvent", "to_b", link("B")),
                catch("from_a", link("A")),
                catch("from_b", link("B")),
                service("on_a"),
                service("on_b"),
                chain("start", "which"),
                flow("which", "to_a", "=a"),
                flow("which", "to_b"),
                chain("from_a", "on_a"),
                chain("from_b", "on_b"),
            )
        )
    )
    key = engine.create(a=True)
    assert engine.path(key)[2:] == ["to_a:COMPLETED", "from_a:COMPLETED", "on_a:ACTIVE"]
    assert engine.active(engine.create(a=False)) == ["on_b"]


SENDERS = [
    node("sendTask", "x", "", '<zeebe:taskDefinition type="send"/>'),
    node("intermediateThrowEvent", "x", BY_NEWS, '<zeebe:taskDefinition type="send"/>'),
]


@pytest.mark.parametrize("element", SENDERS)
def test_sent_message_is_a_job(engine: Driver, element: str) -> None:
    engine.deploy(with_event(element))
    key = engine.create()
    engine.run(FailJob(engine.jobs("send")[0].key, 1))
    engine.work("send", sent=True)
    assert engine.active(key) == ["after"]
    assert engine.variables(key) == {"sent": True}


def test_message_end_event_is_a_job(engine: Driver) -> None:
    send = node("endEvent", "x", BY_NEWS, '<zeebe:taskDefinition type="send"/>')
    engine.deploy(diagram(NEWS, process("p", start(), send, end(), chain("start", "x"))))
    key = engine.create()
    assert engine.state(key) == "ACTIVE"
    engine.work("send")
    assert engine.state(key) == "COMPLETED"
