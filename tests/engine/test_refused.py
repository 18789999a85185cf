"""Everything the engine does not execute is refused at deployment, with file, element type and id."""

from __future__ import annotations

import pytest

from engine.errors import DeploymentError, Fault
from engine.model.form import parse_form
from engine.model.parser import parse_bpmn
from engine.model.xml_tree import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS
from tests.engine.diagrams import call, chain, diagram, end, escalation, escalation_boundary, exclusive, flow
from tests.engine.diagrams import io, listener, message, node, parallel, process, receive, service, start, sub
from tests.engine.diagrams import throw, timer_boundary, user


def faults_of(*parts: str, around: str = "") -> tuple[Fault, ...]:
    with pytest.raises(DeploymentError) as caught:
        parse_bpmn("x.bpmn", diagram(around, process("p", *parts)))
    return caught.value.faults


def refused(*parts: str, around: str = "") -> tuple[str, str, str]:
    """Type, id and message of the only fault."""
    (fault,) = faults_of(*parts, around=around)
    assert fault.file == "x.bpmn"
    return fault.element_type, fault.element_id, fault.message


def on_the_way(element: str, element_id: str = "x", around: str = "") -> str:
    """The message of the only fault of an element between start and end."""
    tag, found, text = refused(start(), element, end(), chain("start", element_id, "end"), around=around)
    assert found == element_id, (tag, found, text)
    return text


UNSUPPORTED = [
    node("task", "x"),
    node("manualTask", "x"),
    node("scriptTask", "x"),
    node("businessRuleTask", "x"),
    node("sendTask", "x"),
    node("inclusiveGateway", "x"),
    node("eventBasedGateway", "x"),
    node("complexGateway", "x"),
    node("intermediateCatchEvent", "x"),
    node("transaction", "x"),
    node("adHocSubProcess", "x"),
]


@pytest.mark.parametrize("element", UNSUPPORTED)
def test_unsupported_element_is_refused_with_its_type_and_id(element: str) -> None:
    found = faults_of(start(), element, end(), chain("start", "x", "end"))
    assert "x" in [fault.element_id for fault in found]
    assert any("not supported" in fault.message for fault in found)


@pytest.mark.parametrize(
    "definition",
    ["signal", "error", "compensate", "timer", "cancel", "link", "conditional", "message"],
)
def test_unsupported_event_definition_is_refused(definition: str) -> None:
    event = node("intermediateThrowEvent", "x", f"<bpmn:{definition}EventDefinition/>")
    assert "not supported" in on_the_way(event)


@pytest.mark.parametrize("definition", ["timer", "signal"])
def test_unsupported_start_event_is_refused(definition: str) -> None:
    event = node("startEvent", "x", f"<bpmn:{definition}EventDefinition/>")
    assert "not supported" in refused(event, end(), chain("x", "end"))[2]


@pytest.mark.parametrize("loop", ["multiInstanceLoopCharacteristics", "standardLoopCharacteristics"])
def test_loops_on_activities_are_refused(loop: str) -> None:
    element = node("serviceTask", "x", f"<bpmn:{loop}/>", '<zeebe:taskDefinition type="t"/>')
    assert "not supported" in on_the_way(element)


@pytest.mark.parametrize(
    "extension",
    [
        "<zeebe:executionListeners/>",
        '<zeebe:script expression="=1"/>',
        '<zeebe:calledDecision decisionId="d"/>',
    ],
)
def test_unsupported_extension_is_refused(extension: str) -> None:
    element = node("serviceTask", "x", "", f'<zeebe:taskDefinition type="t"/>{extension}')
    assert "not supported" in on_the_way(element)


def test_properties_of_modelling_tools_are_accepted() -> None:
    element = node("serviceTask", "x", "", '<zeebe:taskDefinition type="t"/><zeebe:properties/>')
    assert parse_bpmn("x.bpmn", diagram(process("p", start(), element, end(), chain("start", "x", "end"))))


ELEMENT_FAULTS = [
    (node("serviceTask", "x"), "type is missing"),
    (service("x", "=1 +"), "zeebe:taskDefinition type"),
    (service("x", retries="many"), "retries"),
    (service("x", "t", io(("input", "=1", "1a"))), "is not a variable name"),
    (service("x", "t", io(("input", "", "a"))), "source is missing"),
    (node("userTask", "x"), "no zeebe:userTask"),
    (user("x", '<zeebe:formDefinition formKey="k"/>'), ""),
    (user("x", '<zeebe:formDefinition formId="f" externalReference="r"/>'), "exactly one"),
    (user("x", '<zeebe:formDefinition formId="f" bindingType="deployment"/>'), "bindingType"),
    (user("x", '<zeebe:formDefinition formId="=f"/>'), "must be static"),
    (user("x", '<zeebe:priorityDefinition priority="101"/>'), "priority"),
    (user("x", "", listener("sleeping", "t")), "unknown eventType"),
    (user("x", "", listener("assigning", "")), "type is missing"),
    (node("receiveTask", "x", messageRef="nowhere"), "not declared"),
    (node("callActivity", "x"), ""),
    (
        node("callActivity", "x", "", '<zeebe:calledElement processId="c" bindingType="versionTag"/>'),
        "bindingType",
    ),
    (
        node(
            "callActivity", "x", "", '<zeebe:calledElement processId="c" propagateAllChildVariables="yes"/>'
        ),
        "true or",
    ),
    (sub("x"), "exactly one start event"),
    (exclusive("x", "elsewhere"), "does not leave this gateway"),
    (throw("x", "NOPE"), ""),
]


@pytest.mark.parametrize(("element", "part"), ELEMENT_FAULTS)
def test_incomplete_element_is_refused(element: str, part: str) -> None:
    found = faults_of(start(), element, end(), chain("start", "x", "end"))
    assert {fault.element_id for fault in found} == {"x"}
    assert any(part in fault.message for fault in found)


def test_message_without_correlation_key_is_refused() -> None:
    text = on_the_way(receive("x", "m"), around=message("m", "news", ""))
    assert "no correlationKey" in text


def test_static_correlation_key_is_refused() -> None:
    assert "must be an expression" in on_the_way(receive("x", "m"), around=message("m", "news", "key"))


def test_start_message_needs_a_static_name() -> None:
    text = refused(start("s", "m"), end(), chain("s", "end"), around=message("m", "=name", ""))[2]
    assert "must be static" in text


TASK = (start(), service("x"), end(), end("e2"), chain("start", "x", "end"))
BOUNDARY_FAULTS = [
    (timer_boundary("b", "nobody", "PT1H"), "is no activity"),
    (timer_boundary("b", "start", "PT1H"), "is no activity"),
    (timer_boundary("b", "x", "R3/PT1H", "timeCycle"), "must not be a cycle"),
    (timer_boundary("b", "x", "soon"), "not an ISO 8601 duration"),
    (timer_boundary("b", "x", ""), "missing"),
    (timer_boundary("b", "x", "2026-01-01T00:00:00", "timeDate"), "has no zone"),
    (escalation_boundary("b", "x", "A"), "needs a sub-process or a call activity"),
    (node("boundaryEvent", "b", attachedToRef="x"), "exactly one timer or escalation"),
    (
        node("boundaryEvent", "b", "<bpmn:timerEventDefinition/>", attachedToRef="x"),
        "exactly one of timeDate",
    ),
    (node("boundaryEvent", "b", "<bpmn:errorEventDefinition/>", attachedToRef="x"), "not supported"),
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
    assert "only evaluated behind an exclusive gateway" in text


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


def test_event_sub_process_is_refused() -> None:
    inner = node("subProcess", "x", start("s2") + end("e2") + chain("s2", "e2"), triggeredByEvent="true")
    assert "event sub-processes" in refused(start(), end(), chain("start", "end"), inner)[2]


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


def broken_file(content: bytes) -> str:
    with pytest.raises(DeploymentError) as caught:
        parse_bpmn("x.bpmn", content)
    return str(caught.value)


def test_doctype_is_refused() -> None:
    content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "DOCTYPE" in broken_file(content)


def test_limits_on_size_depth_and_elements_hold() -> None:
    assert "larger than" in broken_file(b" " * (MAX_BYTES + 1))
    assert "deeper than" in broken_file(b"<a>" * (MAX_DEPTH + 1))
    assert "more than" in broken_file(b"<a>" + b"<b/>" * MAX_ELEMENTS + b"</a>")


@pytest.mark.parametrize("content", [b"", b"no xml", b"<a>", b"<a/>", b"\xff\xfe\x00"])
def test_file_that_is_no_diagram_is_refused(content: bytes) -> None:
    assert broken_file(content).startswith("x.bpmn: resource")


def test_file_without_executable_process_is_refused() -> None:
    content = diagram(process("p", start(), end(), chain("start", "end"))).replace(b'"true"', b'"false"')
    assert "no executable process" in broken_file(content)


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"{}", b'{"id": 5}', b'{"id": "f", "versionTag": 1}', b"\xff"]
)
def test_form_without_id_is_refused(content: bytes) -> None:
    with pytest.raises(DeploymentError, match=r"x\.form"):
        parse_form("x.form", content)
