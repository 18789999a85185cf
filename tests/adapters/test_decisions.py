"""Evaluated tables against a real engine: the ids of an evaluation are the ids of the file that it was deployed in."""

from __future__ import annotations

import pytest

from bpmn.reading import DECISIONS
from bpmn.table_words import read_table_words
from models.ground.errors import InvalidInput, NotFound
from services.ports.engine import DecisionAnswer
from tests.adapters.conftest import Connected
from tests.engine_dmn.tables import decision, dmn, table

PROCESS = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><bpmn:process id="p" isExecutable="true">'
    '<bpmn:startEvent id="s"/><bpmn:businessRuleTask id="rule"><bpmn:extensionElements>'
    '<zeebe:calledDecision decisionId="triage" resultVariable="triage"/></bpmn:extensionElements>'
    '</bpmn:businessRuleTask><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="rule"/></bpmn:process>'
    "</bpmn:definitions>"
)
FACTS = {
    "is_urgent_hint": False,
    "category_hint": "bad_attitude",
    "channel": "window",
    "claim_count": 1,
    "is_real_name": True,
}


def test_every_value_and_rule_of_an_evaluation_is_found_in_its_file(connected: Connected) -> None:
    shipped = (DECISIONS / "triage.dmn").read_text("utf-8")
    connected.resources.deploy({"triage.dmn": shipped.encode(), "p.bpmn": PROCESS.encode()})
    key = connected.http.post("process-instances", {"processDefinitionId": "p", "variables": FACTS})
    (found,) = connected.monitor.list_decisions(str(key["processInstanceKey"]))
    file = connected.monitor.get_decision_file(found.definition_key)
    words = read_table_words(file.encode(), found.decision_id)
    assert file == shipped
    assert [words.inputs[told.id] for told in found.inputs] == list(FACTS)
    (rule,) = found.rules
    assert (rule.position, words.rules[rule.id]) == (5, "窗口或来访反映的单项服务问题可当场解决")
    assert {words.outputs[told.id]: told.value for told in rule.outputs} == {
        "category": '"bad_attitude"',
        "severity": '"normal"',
        "route": '"on_spot"',
    }


def test_a_table_is_asked_without_a_process(connected: Connected) -> None:
    """DM-23: by its latest version; what fails is an answer, what is not deployed is none."""
    with pytest.raises((NotFound, InvalidInput)):
        connected.engine.evaluate_decision("triage", FACTS)
    shipped = (DECISIONS / "triage.dmn").read_text("utf-8")
    connected.resources.deploy({"triage.dmn": shipped.encode()})
    answer = connected.engine.evaluate_decision("triage", FACTS)
    proposed = {"category": "bad_attitude", "severity": "normal", "route": "on_spot"}
    assert answer == DecisionAnswer(1, proposed)
    twice = dmn(decision("triage", table("UNIQUE", (), ("y",), ((), ("1",)), ((), ("2",)))))
    connected.resources.deploy({"triage.dmn": twice})
    failed = connected.engine.evaluate_decision("triage", FACTS)
    assert (failed.version, failed.output) == (2, None)
    assert failed.failure


def test_a_version_that_is_not_there_has_no_file(connected: Connected) -> None:
    with pytest.raises(NotFound):
        connected.monitor.get_decision_file("1")
