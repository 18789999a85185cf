"""Inclusive gateways: any number of ways out, and a join that waits only for tokens that can still come."""

from __future__ import annotations

import pytest

from engine.core.commands import ResolveIncident, SetVariables
from tests.engine.diagrams import (
    boundary,
    chain,
    diagram,
    end,
    event,
    exclusive,
    flow,
    inclusive,
    message,
    node,
    parallel,
    process,
    service,
    start,
)
from tests.engine.driver import Driver
from tests.engine.refusals import refused

PAIR = diagram(
    process(
        "p",
        start(),
        inclusive("split", "split_none"),
        service("a"),
        service("b"),
        service("none"),
        inclusive("join"),
        service("after"),
        chain("start", "split"),
        flow("split", "a", "=a"),
        flow("split", "b", "=b"),
        flow("split", "none"),
        chain("a", "join"),
        chain("b", "join"),
        chain("none", "join", "after"),
    )
)


@pytest.mark.parametrize(
    ("a", "b", "ways"),
    [(True, True, ["a", "b"]), (True, False, ["a"]), (False, True, ["b"]), (False, False, ["none"])],
)
def test_every_flow_that_holds_is_taken_else_the_default(
    engine: Driver, a: bool, b: bool, ways: list[str]
) -> None:
    engine.deploy(PAIR)
    key = engine.create(a=a, b=b)
    assert engine.active(key) == ways
    for way in ways:
        assert "after" not in engine.active(key)
        engine.work(way)
    assert engine.active(key) == ["after"]
    engine.work("after")
    assert engine.state(key) == "COMPLETED"


def test_no_flow_and_no_default_is_an_incident(engine: Driver) -> None:
    parts = (start(), inclusive("x"), service("a"), service("b"), chain("start", "x"))
    engine.deploy(diagram(process("p", *parts, flow("x", "a", "=a"), flow("x", "b", "=b"))))
    key = engine.create(a=False, b=False)
    assert engine.incident().error_type == "CONDITION_ERROR"
    engine.run(SetVariables(key, {"a": True, "b": True}))
    engine.run(ResolveIncident(engine.incident().key))
    assert engine.active(key) == ["a", "b"]


def test_condition_that_gives_no_boolean_is_an_incident(engine: Driver) -> None:
    engine.deploy(PAIR)
    engine.create(a=True, b="yes")
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"


def test_join_waits_for_a_token_that_is_only_on_its_way(engine: Driver) -> None:
    """The empty branch arrives while the other one has not even been entered."""
    parts = (
        start(),
        inclusive("split"),
        exclusive("pass"),
        service("b"),
        inclusive("join"),
        service("after"),
    )
    flows = (
        chain("start", "split"),
        flow("split", "join", "=true"),
        flow("split", "pass", "=true"),
        chain("pass", "b", "join", "after"),
    )
    engine.deploy(diagram(process("p", *parts, *flows)))
    key = engine.create()
    assert engine.active(key) == ["b"]
    engine.work("b")
    assert engine.active(key) == ["after"]


def test_join_goes_on_when_the_last_token_that_could_come_has_gone_elsewhere_before(engine: Driver) -> None:
    parts = (
        start(),
        parallel("fork"),
        service("a"),
        service("b"),
        exclusive("turn", "turn_join"),
        service("away"),
        inclusive("join"),
        service("after"),
        chain("start", "fork", "a", "join", "after"),
        chain("fork", "b", "turn"),
        flow("turn", "away", "=leaves"),
        flow("turn", "join"),
    )
    engine.deploy(diagram(process("p", *parts)))
    key = engine.create(leaves=True)
    engine.work("b")
    engine.work("a")
    assert engine.active(key) == ["away", "after"]


def test_token_that_waits_at_another_join_can_still_come(engine: Driver) -> None:
    parts = (
        start(),
        parallel("fork"),
        service("a"),
        service("b"),
        service("c"),
        parallel("both"),
        inclusive("join"),
        service("after"),
        chain("start", "fork", "a", "join", "after"),
        chain("fork", "b", "both", "join"),
        chain("fork", "c", "both"),
    )
    engine.deploy(diagram(process("p", *parts)))
    key = engine.create()
    engine.work("b")
    engine.work("a")
    assert engine.active(key) == ["c"]
    engine.work("c")
    assert engine.active(key) == ["after"]


def test_boundary_event_and_link_count_as_ways_to_the_join(engine: Driver) -> None:
    by_news = event("message", messageRef="m")
    link = event("link", name="L")
    parts = (
        start(),
        parallel("fork"),
        service("a"),
        service("b"),
        boundary("at_b", "b", by_news),
        node("intermediateThrowEvent", "to", link),
        node("intermediateCatchEvent", "from", link),
        end(),
        inclusive("join"),
        service("after"),
        chain("start", "fork", "a", "join", "after"),
        chain("fork", "b", "end"),
        chain("at_b", "to"),
        chain("from", "join"),
    )
    engine.deploy(diagram(message("m", "news"), process("p", *parts)))
    key = engine.create(key="k")
    engine.work("a")
    assert engine.active(key) == ["b"]
    engine.publish("news", "k")
    assert engine.active(key) == ["after"]


def test_flow_without_condition_beside_others_is_refused() -> None:
    parts = (start(), inclusive("g"), end("a"), end("b"), chain("start", "g"))
    tag, found, text = refused(*parts, flow("g", "a", "=x"), flow("g", "b"))
    assert (tag, found, "must have a condition" in text) == ("sequenceFlow", "g_b", True)


def test_loop_through_inclusive_gateways_alone_is_refused() -> None:
    parts = (start(), inclusive("a"), inclusive("b", "b_a"), end(), chain("start", "a", "b"))
    assert "loop without a wait state" in refused(*parts, flow("b", "a"), flow("b", "end", "=x"))[2]
