"""Events that cannot work where they stand are refused with file, type and id, as Zeebe refuses them."""

from __future__ import annotations

import pytest

from engine.model.parser import parse_bpmn
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    diagram,
    end,
    error,
    escalation,
    event,
    event_sub,
    io,
    message,
    node,
    process,
    service,
    start,
    sub,
)
from tests.engine.refusals import faults_of, refused

AROUND = message("m", "news") + message("n", "news") + error("E") + escalation("A")
MAIN = (start(), service("x"), end(), chain("start", "x", "end"))
BY_NEWS, BY_SAME_NEWS = event("message", messageRef="m"), event("message", messageRef="n")
BY_ERROR, BY_ANY_ERROR = event("error", errorRef="R_E"), event("error")
BY_ESCALATION = event("escalation", escalationRef="E_A")
HOURLY = event("timer", timeCycle="R/PT1H")


def aside(definition: str, name: str = "aside", *, interrupting: bool = True) -> str:
    return event_sub(
        name,
        f"{name}_start",
        definition,
        end(f"{name}_end"),
        chain(f"{name}_start", f"{name}_end"),
        interrupting=interrupting,
    )


def at_task(definition: str, name: str = "b", *, interrupting: bool = True) -> str:
    return (
        boundary(name, "x", definition, interrupting=interrupting)
        + end(f"{name}_e")
        + chain(name, f"{name}_e")
    )


START_FAULTS = [
    ("", True, "exactly one event definition"),
    (BY_NEWS + BY_ERROR, True, "exactly one event definition"),
    (BY_ERROR, False, "must be interrupting"),
    (HOURLY, True, "must not be a cycle"),
    (event("timer", timeDuration="soon"), True, "not an ISO 8601 duration"),
    (event("message", messageRef="nowhere"), True, "not declared"),
    (event("error", errorRef="nowhere"), True, "not declared"),
    (event("escalation", escalationRef="nowhere"), True, "not declared"),
    ("<bpmn:signalEventDefinition/>", True, "not supported"),
    ("<bpmn:compensateEventDefinition/>", True, "not supported"),
]


@pytest.mark.parametrize(("definition", "interrupting", "part"), START_FAULTS)
def test_impossible_start_of_an_event_sub_process(definition: str, interrupting: bool, part: str) -> None:
    found = faults_of(*MAIN, aside(definition, interrupting=interrupting), around=AROUND)
    assert {(fault.element_type, fault.element_id) for fault in found} == {("startEvent", "aside_start")}
    assert any(part in fault.message for fault in found)


def test_event_sub_process_needs_exactly_one_start() -> None:
    empty = node("subProcess", "aside", "", triggeredByEvent="true")
    assert refused(*MAIN, empty)[1:] == ("aside", "must have exactly one start event, but has 0")


def test_event_sub_process_is_not_connected() -> None:
    parts = (start(), service("x"), chain("start", "x", "aside"))
    text = refused(*parts, aside(BY_NEWS), around=AROUND)[2]
    assert "must not have incoming or outgoing flows" in text


def test_event_sub_process_carries_no_boundary_event() -> None:
    bound = boundary("b", "aside", BY_NEWS) + end("e2") + chain("b", "e2")
    assert "is no activity" in refused(*MAIN, aside(BY_ERROR), bound, around=AROUND)[2]


def test_start_of_an_embedded_sub_process_has_no_trigger() -> None:
    frame = sub("x", start("s2", "g"), end("e2"), chain("s2", "e2"))
    found = faults_of(start(), frame, end(), chain("start", "x", "end"), around=message("g", "go", ""))
    assert [(fault.element_id, fault.message) for fault in found] == [
        ("s2", "the start event of a sub-process must be a none start event")
    ]


DOUBLES = [
    (BY_NEWS, BY_SAME_NEWS, "message 'news'"),
    (BY_ERROR, BY_ERROR, "error code 'E'"),
    (BY_ANY_ERROR, BY_ANY_ERROR, "all error codes"),
    (BY_ESCALATION, BY_ESCALATION, "escalation code 'A'"),
]


@pytest.mark.parametrize(("first", "second", "part"), DOUBLES)
def test_two_event_sub_processes_of_a_scope_for_the_same(first: str, second: str, part: str) -> None:
    pair = aside(first, "one") + aside(second, "two")
    assert refused(*MAIN, pair, around=AROUND) == (
        "process",
        "p",
        f"has 2 event sub-processes for {part}",
    )
    frame = sub("f", start("s2"), end("e2"), chain("s2", "e2"), pair)
    inside = (start(), frame, chain("start", "f"))
    assert refused(*inside, around=AROUND)[:2] == ("subProcess", "f")


@pytest.mark.parametrize(("first", "second", "part"), DOUBLES[:3])
def test_two_boundary_events_of_an_activity_for_the_same(first: str, second: str, part: str) -> None:
    found = refused(*MAIN, at_task(first, "one"), at_task(second, "two"), around=AROUND)
    assert found == ("serviceTask", "x", f"has 2 boundary events for {part}")


def test_same_event_in_different_scopes_is_accepted() -> None:
    frame = sub("f", start("s2"), end("e2"), chain("s2", "e2"), aside(BY_NEWS, "inner"))
    parts = (start(), frame, chain("start", "f"), aside(BY_NEWS, "outer"))
    assert parse_bpmn("x.bpmn", diagram(AROUND, process("p", *parts)))


BOUNDARY_FAULTS = [
    (BY_ERROR, False, "must be interrupting"),
    (event("message", messageRef="nowhere"), True, "not declared"),
    (BY_NEWS + BY_ERROR, True, "exactly one event definition"),
    (event("error", errorRef="X"), True, "errorCode of a catch must be static"),
    (BY_ESCALATION, True, "needs a sub-process or a call activity"),
]


@pytest.mark.parametrize(("definition", "interrupting", "part"), BOUNDARY_FAULTS)
def test_impossible_boundary_event(definition: str, interrupting: bool, part: str) -> None:
    around = AROUND + '<bpmn:error id="X" errorCode="=code"/>'
    tag, found, text = refused(*MAIN, at_task(definition, interrupting=interrupting), around=around)
    assert (tag, found) == ("boundaryEvent", "b")
    assert part in text


def test_boundary_message_needs_a_correlation_key() -> None:
    text = refused(*MAIN, at_task(event("message", messageRef="g")), around=message("g", "go", ""))[2]
    assert "no correlationKey" in text


END_FAULTS = [
    (node("endEvent", "x", event("error")), "not declared"),
    (node("endEvent", "x", event("error", errorRef="N")), "no errorCode"),
    (node("endEvent", "x", event("error", errorRef="R_E"), io(("output", "=1", "a"))), "output mappings"),
    (node("endEvent", "x", BY_NEWS), "type is missing"),
    (node("endEvent", "x", "", '<zeebe:taskDefinition type="t"/>'), "needs a message event definition"),
    (node("endEvent", "x", BY_NEWS + BY_ESCALATION, '<zeebe:taskDefinition type="t"/>'), "at most one"),
]


@pytest.mark.parametrize(("element", "part"), END_FAULTS)
def test_impossible_end_event(element: str, part: str) -> None:
    found = faults_of(start(), element, chain("start", "x"), around=AROUND + '<bpmn:error id="N"/>')
    assert {(fault.element_type, fault.element_id) for fault in found} == {("endEvent", "x")}
    assert any(part in fault.message for fault in found)


CATCH_FAULTS = [
    (catch("x", ""), "exactly one event definition"),
    (catch("x", HOURLY), "must be a date or a duration"),
    (catch("x", event("timer", timeDate="2026-01-01T00:00:00")), "has no zone"),
    (catch("x", event("message", messageRef="nowhere")), "not declared"),
    (node("intermediateThrowEvent", "x", BY_NEWS), "type is missing"),
    (node("sendTask", "x"), "type is missing"),
]


@pytest.mark.parametrize(("element", "part"), CATCH_FAULTS)
def test_impossible_intermediate_event(element: str, part: str) -> None:
    found = faults_of(start(), element, end(), chain("start", "x", "end"), around=AROUND)
    assert {fault.element_id for fault in found} == {"x"}
    assert any(part in fault.message for fault in found)


def link(name: str) -> str:
    return event("link", name=name)


TO_A = node("intermediateThrowEvent", "to_a", link("A"))
FROM_A = catch("from_a", link("A")) + end() + chain("from_a", "end")
INTO_LINK = (start(), TO_A, chain("start", "to_a"))


def test_link_without_its_other_end_is_refused() -> None:
    found = refused(*INTO_LINK)
    assert found == ("intermediateThrowEvent", "to_a", "there is no link catch event 'A' in this scope")


def test_link_with_two_ends_is_refused() -> None:
    found = faults_of(*INTO_LINK, FROM_A, catch("again", link("A")))
    assert {fault.element_id for fault in found} == {"from_a", "again"}


def test_link_without_a_name_is_refused() -> None:
    found = faults_of(
        start(), node("intermediateThrowEvent", "to_a", "<bpmn:linkEventDefinition/>"), chain("start", "to_a")
    )
    assert "link name is missing" in [fault.message for fault in found]


def test_flows_at_the_wrong_side_of_a_link_are_refused() -> None:
    found = faults_of(*INTO_LINK, FROM_A, chain("to_a", "from_a"))
    assert {fault.element_id for fault in found} == {"to_a", "from_a"}


def test_link_back_without_a_wait_state_is_a_loop() -> None:
    parts = (start(), TO_A, chain("start", "to_a"), catch("from_a", link("A")))
    again = node("intermediateThrowEvent", "again", link("A")) + chain("from_a", "again")
    assert "loop without a wait state" in refused(*parts, again)[2]


def gate(*targets: str) -> str:
    return (
        node("eventBasedGateway", "g") + chain("start", "g") + "".join(chain("g", name) for name in targets)
    )


SOON = catch("soon", event("timer", timeDuration="PT1H"))
GATE_FAULTS = [
    (gate("soon") + SOON, "at least two outgoing flows"),
    (gate("soon", "x") + SOON + service("x"), "may only lead to message and timer"),
    (gate("soon", "a") + SOON + catch("a", link("A")), "may only lead to message and timer"),
    (
        gate("one", "two") + catch("one", BY_NEWS) + catch("two", BY_SAME_NEWS),
        "has 2 events for message 'news'",
    ),
    (
        gate("soon", "one") + SOON + catch("one", BY_NEWS) + service("w") + chain("start", "w", "one"),
        "must not have other incoming flows",
    ),
]


@pytest.mark.parametrize(("parts", "text"), GATE_FAULTS)
def test_impossible_event_based_gateway(parts: str, text: str) -> None:
    found = [fault for fault in faults_of(start(), parts, around=AROUND) if fault.element_id == "g"]
    assert [fault.element_type for fault in found] == ["eventBasedGateway"]
    assert text in found[0].message
