"""Diagrams whose elements cannot work together are refused, with all faults at once."""

from __future__ import annotations

import pytest

from engine.model.parser import parse_bpmn
from tests.engine.diagrams import (
    call,
    chain,
    diagram,
    end,
    escalation,
    escalation_boundary,
    exclusive,
    flow,
    message,
    node,
    parallel,
    process,
    service,
    start,
    sub,
    timer_boundary,
)
from tests.engine.refusals import faults_of, on_the_way, refused

TASK = (start(), service("x"), end(), end("e2"), chain("start", "x", "end"))
BOUNDARY_FAULTS = [
    (timer_boundary("b", "nobody", "PT1H"), "is no activity"),
    (timer_boundary("b", "start", "PT1H"), "is no activity"),
    (timer_boundary("b", "x", "R3/PT1H", "timeCycle"), "must not be a cycle"),
    (timer_boundary("b", "x", "soon"), "not an ISO 8601 duration"),
    (timer_boundary("b", "x", ""), "missing"),
    (timer_boundary("b", "x", "2026-01-01T00:00:00", "timeDate"), "has no zone"),
    (escalation_boundary("b", "x", "A"), "needs a sub-process or a call activity"),
    (node("boundaryEvent", "b", attachedToRef="x"), "exactly one event definition"),
    (
        node("boundaryEvent", "b", "<bpmn:timerEventDefinition/>", attachedToRef="x"),
        "exactly one of timeDate",
    ),
    (node("boundaryEvent", "b", "<bpmn:signalEventDefinition/>", attachedToRef="x"), "not supported"),
]


@pytest.mark.parametrize(("boundary", "part"), BOUNDARY_FAULTS)
def test_impossible_boundary_event_is_refused(boundary: str, part: str) -> None:
    found = faults_of(*TASK, boundary, chain("b", "e2"), around=escalation("A"))
    assert {fault.element_id for fault in found} == {"b"}
    assert any(part in fault.message for fault in found)


def test_boundary_event_without_a_way_out_is_refused() -> None:
    text = refused(*TASK, timer_boundary("b", "x", "PT1H"))[2]
    assert "must have an outgoing flow" in text


CALL = (start(), call("x", "c"), end(), end("e2"), chain("start", "x", "end"))


@pytest.mark.parametrize("code", ["A", ""])
def test_equal_escalation_codes_on_one_activity_are_refused(code: str) -> None:
    pair = escalation_boundary("b1", "x", code) + escalation_boundary("b2", "x", code, interrupting=False)
    tag, found, text = refused(*CALL, pair, chain("b1", "e2"), chain("b2", "e2"), around=escalation("A"))
    assert (tag, found) == ("callActivity", "x")
    assert "2 boundary events" in text


def test_throw_without_code_is_refused() -> None:
    event = node("intermediateThrowEvent", "x", '<bpmn:escalationEventDefinition escalationRef="E"/>')
    assert "no escalationCode" in on_the_way(event, around='<bpmn:escalation id="E"/>')


GATE = (start(), exclusive("g", "g_b"), end("a"), end("b"), chain("start", "g"))


def test_flow_without_condition_beside_others_is_refused() -> None:
    tag, found, text = refused(
        start(), exclusive("g"), end("a"), end("b"), chain("start", "g"), flow("g", "a", "=x"), flow("g", "b")
    )
    assert (tag, found, "must have a condition" in text) == ("sequenceFlow", "g_b", True)


def test_default_flow_with_condition_is_refused() -> None:
    assert "must not have a condition" in refused(*GATE, flow("g", "a", "=x"), flow("g", "b", "=y"))[2]


def test_static_condition_is_refused() -> None:
    assert "must be an expression" in refused(*GATE, flow("g", "a", "x"), flow("g", "b"))[2]


def test_condition_behind_a_task_is_refused() -> None:
    text = refused(start(), service("x"), end(), chain("start", "x"), flow("x", "end", "=y"))[2]
    assert "only evaluated behind an exclusive or inclusive gateway" in text


def test_flow_across_scopes_is_refused() -> None:
    found = faults_of(
        start(),
        sub("x", start("s2"), end("e2"), chain("s2", "e2")),
        end(),
        chain("start", "x", "end"),
        flow("start", "e2"),
    )
    assert ("start_e2", "target 'e2' stands in another scope") in [(f.element_id, f.message) for f in found]


def test_flow_to_nowhere_is_refused() -> None:
    assert refused(start(), end(), chain("start", "end"), flow("start", "gone"))[1] == "start_gone"


def test_double_ids_are_refused() -> None:
    assert "used twice" in faults_of(start(), end(), end(), chain("start", "end"))[0].message


def test_process_without_start_is_refused() -> None:
    assert refused(end())[:2] == ("process", "p")


def test_two_none_starts_are_refused() -> None:
    assert (
        "more than one none start"
        in refused(start("a"), start("b"), end(), chain("a", "end"), chain("b", "end"))[2]
    )


def test_two_starts_for_one_message_are_refused() -> None:
    parts = (start("a", "m"), start("b", "m"), end(), chain("a", "end"), chain("b", "end"))
    assert "2 start events" in refused(*parts, around=message("m", "go", ""))[2]


LOOPS = [
    (
        start(),
        exclusive("a"),
        exclusive("b", "b_a"),
        end(),
        chain("start", "a", "b"),
        flow("b", "a"),
        flow("b", "end", "=x"),
    ),
    (start(), exclusive("a"), parallel("b"), end(), chain("start", "a", "b", "a"), flow("b", "end")),
    (
        start(),
        exclusive("a"),
        sub("b", start("s2"), end("e2"), chain("s2", "e2")),
        exclusive("c", "c_a"),
        end(),
        chain("start", "a", "b", "c"),
        flow("c", "a"),
        flow("c", "end", "=x"),
    ),
]


@pytest.mark.parametrize("parts", LOOPS)
def test_loop_without_a_wait_state_is_refused(parts: tuple[str, ...]) -> None:
    assert "loop without a wait state" in refused(*parts)[2]


def test_loop_with_a_wait_state_is_accepted() -> None:
    parts = (
        start(),
        exclusive("a"),
        sub("b", start("s2"), service("w"), end("e2"), chain("s2", "w", "e2")),
        exclusive("c", "c_a"),
        end(),
        chain("start", "a", "b", "c"),
        flow("c", "a"),
        flow("c", "end", "=x"),
    )
    assert parse_bpmn("x.bpmn", diagram(process("p", *parts)))


def test_all_faults_are_told_at_once() -> None:
    found = faults_of(node("task", "t"), node("serviceTask", "x"), end(), flow("x", "gone"))
    assert {fault.element_id for fault in found} >= {"t", "x", "x_gone", "p"}
