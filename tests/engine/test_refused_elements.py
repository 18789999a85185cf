"""Elements the engine does not execute, or that are incomplete, are refused with file, type and id."""

from __future__ import annotations

import pytest

from engine.model.parser import parse_bpmn
from tests.engine.diagrams import (
    chain,
    diagram,
    end,
    exclusive,
    io,
    listener,
    message,
    node,
    process,
    receive,
    service,
    start,
    sub,
    throw,
    user,
)
from tests.engine.refusals import faults_of, on_the_way, refused

UNSUPPORTED = [
    node("task", "x"),
    node("manualTask", "x"),
    node("complexGateway", "x"),
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
    ["signal", "error", "compensate", "timer", "cancel", "conditional"],
)
def test_unsupported_event_definition_is_refused(definition: str) -> None:
    event = node("intermediateThrowEvent", "x", f"<bpmn:{definition}EventDefinition/>")
    assert "not supported" in on_the_way(event)


@pytest.mark.parametrize("definition", ["signal", "error", "escalation", "compensate", "conditional"])
def test_unsupported_start_event_is_refused(definition: str) -> None:
    event = node("startEvent", "x", f"<bpmn:{definition}EventDefinition/>")
    assert "supported" in refused(event, end(), chain("x", "end"))[2]


@pytest.mark.parametrize("definition", ["signal", "compensate", "cancel", "conditional", "error"])
def test_unsupported_catch_event_is_refused(definition: str) -> None:
    event = node("intermediateCatchEvent", "x", f"<bpmn:{definition}EventDefinition/>")
    assert any("not supported" in fault.message for fault in faults_of(start(), event, chain("start", "x")))


def test_standard_loop_on_an_activity_is_refused() -> None:
    loop = "<bpmn:standardLoopCharacteristics/>"
    element = node("serviceTask", "x", loop, '<zeebe:taskDefinition type="t"/>')
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


FORM = '<zeebe:formDefinition formId="f"/>'
REFERENCE = '<zeebe:formDefinition externalReference="r"/>'
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


@pytest.mark.parametrize("name", ["isForCompensation", "instantiate"])
def test_attribute_that_would_change_an_element_is_refused(name: str) -> None:
    element = node("serviceTask", "x", "", '<zeebe:taskDefinition type="t"/>', **{name: "true"})
    assert "not supported here" in on_the_way(element)


@pytest.mark.parametrize(
    ("parts", "part"),
    [
        ((start("s", "m", FORM), end(), chain("s", "end")), "only the none start event of a process"),
        (
            (start(), sub("x", start("s", "", FORM), end("e"), chain("s", "e")), end(), chain("start", "x", "end")),
            "only the none start event of a process",
        ),
        ((start("s", "", REFERENCE), end(), chain("s", "end")), "only for user tasks"),
    ],
)  # fmt: skip
def test_form_at_a_start_that_nobody_starts_by_hand_is_refused(parts: tuple[str, ...], part: str) -> None:
    assert part in refused(*parts, around=message("m", "news", ""))[2]


def test_form_at_the_start_of_a_process_is_accepted() -> None:
    (parsed,) = parse_bpmn("x.bpmn", diagram(process("p", start("s", "", FORM), end(), chain("s", "end"))))
    assert parsed.start_form_id == "f"
