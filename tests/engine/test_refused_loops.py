"""Loops that are incomplete, or stand where none can, are refused."""

from __future__ import annotations

import pytest

from tests.engine.diagrams import (
    chain,
    end,
    escalation,
    escalation_boundary,
    flow,
    node,
    service,
    start,
    sub,
    user,
)
from tests.engine.refusals import faults_of, on_the_way
from tests.engine.rule_diagrams import loop, looped

REFUSED = [
    (looped(service("x"), loop("")), "inputCollection is missing"),
    (looped(service("x"), loop("items")), "inputCollection must be an expression"),
    (looped(service("x"), loop("=[1")), "inputCollection"),
    (looped(service("x"), loop(output_collection="r")), "need each other"),
    (looped(service("x"), loop(output_element="=r")), "need each other"),
    (looped(service("x"), loop(input_element="a b")), "inputElement 'a b'"),
    (looped(service("x"), loop(until="true")), "completionCondition must be an expression"),
    (looped(service("x"), "<bpmn:multiInstanceLoopCharacteristics/>"), "zeebe:loopCharacteristics is missing"),
    (looped(service("x"), loop().replace("</bpmn:multi", "<bpmn:loopCardinality/></bpmn:multi")), "loopCardinality"),
    (looped(service("x"), "<bpmn:standardLoopCharacteristics/>"), "standardLoopCharacteristics"),
]  # fmt: skip


@pytest.mark.parametrize(("element", "part"), REFUSED)
def test_incomplete_loop_is_refused_at_its_activity(element: str, part: str) -> None:
    assert part in on_the_way(element)


@pytest.mark.parametrize("tag", ["exclusiveGateway", "intermediateThrowEvent"])
def test_only_activities_can_loop(tag: str) -> None:
    assert "multiInstanceLoopCharacteristics" in on_the_way(looped(node(tag, "x"), loop()))


def test_sub_process_of_a_loop_still_needs_its_start_event() -> None:
    assert "exactly one start event" in on_the_way(looped(sub("x"), loop()))


def test_escalation_boundary_at_a_looped_plain_task_is_refused() -> None:
    found = faults_of(
        start(), looped(service("x"), loop()), escalation_boundary("b", "x", "E"), end(), chain("start", "x", "end"),
        flow("b", "end"), around=escalation("E"),
    )  # fmt: skip
    assert any("needs a sub-process or a call activity" in fault.message for fault in found)


def test_way_back_to_a_loop_needs_another_wait_state() -> None:
    """An empty collection passes straight through, so the loop alone would never rest."""
    gate = node("exclusiveGateway", "g", default="g_end")
    found = faults_of(
        start(),
        looped(user("x"), loop()),
        gate,
        end(),
        chain("start", "x", "g", "end"),
        flow("g", "x", "=again"),
    )
    assert any("loop without a wait state" in fault.message for fault in found)
