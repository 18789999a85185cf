"""Decisions over REST: deployment, searches, look-ups, evaluation and its history, with every field of the contract."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine_dmn.tables import decision, dmn, literal, table
from tests.rest.serving import RestClient, serving

ROUTE = table("UNIQUE", ("amount",), ("route",), (("< 10",), ('"desk"',)), ((">= 10",), ('"office"',)))
RULES = dmn(decision("route", ROUTE, "limit"), decision("limit", literal("5"))).decode()
FAILING = dmn(decision("twice", table("UNIQUE", (), ("y",), ((), ("1",)), ((), ("2",))))).decode()
FAILING = FAILING.replace('id="graph"', 'id="failing"')
PROCESS = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><bpmn:process id="p" isExecutable="true">'
    '<bpmn:startEvent id="s"/><bpmn:businessRuleTask id="rule"><bpmn:extensionElements>'
    '<zeebe:calledDecision decisionId="route" resultVariable="route"/></bpmn:extensionElements>'
    '</bpmn:businessRuleTask><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="rule"/></bpmn:process>'
    "</bpmn:definitions>"
)
# The routes of this file, for the test that no operation goes without a call.
DECISION_ROUTES = {
    "POST /decision-definitions/search",
    "POST /decision-definitions/evaluation",
    "GET /decision-definitions/{key}",
    "GET /decision-definitions/{key}/xml",
    "POST /decision-requirements/search",
    "GET /decision-requirements/{key}",
    "GET /decision-requirements/{key}/xml",
    "POST /decision-instances/search",
    "GET /decision-instances/{key}",
}
DEFINITION = {
    "decisionDefinitionId",
    "decisionDefinitionKey",
    "decisionRequirementsId",
    "decisionRequirementsKey",
    "decisionRequirementsName",
    "decisionRequirementsVersion",
    "name",
    "tenantId",
    "version",
}
REQUIREMENTS = {
    "decisionRequirementsId",
    "decisionRequirementsKey",
    "decisionRequirementsName",
    "resourceName",
    "tenantId",
    "version",
}
INSTANCE = {
    "businessId",
    "decisionDefinitionId",
    "decisionDefinitionKey",
    "decisionDefinitionName",
    "decisionDefinitionType",
    "decisionDefinitionVersion",
    "decisionEvaluationInstanceKey",
    "decisionEvaluationKey",
    "elementInstanceKey",
    "evaluationDate",
    "evaluationFailure",
    "processDefinitionKey",
    "processInstanceKey",
    "result",
    "rootDecisionDefinitionKey",
    "rootProcessInstanceKey",
    "state",
    "tenantId",
}
EVALUATION = {
    "decisionDefinitionId",
    "decisionDefinitionKey",
    "decisionDefinitionName",
    "decisionDefinitionVersion",
    "decisionEvaluationKey",
    "decisionInstanceKey",
    "decisionRequirementsId",
    "decisionRequirementsKey",
    "evaluatedDecisions",
    "failedDecisionDefinitionId",
    "failureMessage",
    "output",
    "tenantId",
}
EVALUATED = {
    "decisionDefinitionId",
    "decisionDefinitionKey",
    "decisionDefinitionName",
    "decisionDefinitionType",
    "decisionDefinitionVersion",
    "decisionEvaluationInstanceKey",
    "evaluatedInputs",
    "matchedRules",
    "output",
    "tenantId",
}
INPUTS = [{"inputId": "in0", "inputName": "问 amount", "inputValue": "20"}]
RULES_MATCHED = [
    {
        "ruleId": "rule2",
        "ruleIndex": 2,
        "evaluatedOutputs": [
            {
                "outputId": "out0",
                "outputName": "route",
                "outputValue": '"office"',
                "ruleId": "rule2",
                "ruleIndex": 2,
            }
        ],
    }
]


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[RestClient]:
    async with serving(tmp_path) as client:
        status, answer = await client.deploy(rules_dmn=RULES, failing_dmn=FAILING, p_bpmn=PROCESS)
        assert status == 200, answer
        yield client


async def evaluate(rest: RestClient, decision_id: str = "route", **variables: Any) -> Any:
    body = {"decisionDefinitionId": decision_id, "variables": variables, "tenantId": "<default>"}
    return await rest.post("/decision-definitions/evaluation", body)


async def find(rest: RestClient, path: str, **wanted: Any) -> Any:
    (item,) = (await rest.search(path, {"filter": wanted}))["items"]
    return item


async def test_deployment_answers_each_decision_and_its_requirements(rest: RestClient) -> None:
    _, answer = await rest.deploy(rules_dmn=RULES.replace(">5<", ">6<"))
    decisions = [item["decisionDefinition"] for item in answer["deployments"] if item["decisionDefinition"]]
    (graph,) = (
        item["decisionRequirements"] for item in answer["deployments"] if item["decisionRequirements"]
    )
    assert [(d["decisionDefinitionId"], d["version"]) for d in decisions] == [("route", 2), ("limit", 2)]
    assert set(decisions[0]) == DEFINITION - {"decisionRequirementsName", "decisionRequirementsVersion"}
    assert set(graph) == REQUIREMENTS
    assert (graph["resourceName"], graph["version"], graph["decisionRequirementsName"]) == (
        "rules.dmn",
        2,
        "图",
    )
    assert decisions[0]["decisionRequirementsKey"] == graph["decisionRequirementsKey"]


async def test_decision_is_found_by_id_and_by_latest_version(rest: RestClient) -> None:
    await rest.deploy(rules_dmn=RULES.replace(">5<", ">6<"))
    found = await find(rest, "/decision-definitions", decisionDefinitionId="route", isLatestVersion=True)
    assert set(found) == DEFINITION
    assert (found["version"], found["name"], found["decisionRequirementsVersion"]) == (2, "route 判定", 2)
    assert await rest.get(f"/decision-definitions/{found['decisionDefinitionKey']}") == found
    both = await rest.search("/decision-definitions", {"filter": {"decisionDefinitionId": "route"}})
    assert [item["version"] for item in both["items"]] == [1, 2]


async def test_requirements_are_found_and_looked_up(rest: RestClient) -> None:
    found = await find(rest, "/decision-requirements", resourceName="rules.dmn")
    assert set(found) == REQUIREMENTS
    assert await rest.get(f"/decision-requirements/{found['decisionRequirementsKey']}") == found


async def test_the_deployed_file_comes_back_byte_for_byte(rest: RestClient) -> None:
    definition = await find(rest, "/decision-definitions", decisionDefinitionId="limit")
    paths = (
        f"/v2/decision-definitions/{definition['decisionDefinitionKey']}/xml",
        f"/v2/decision-requirements/{definition['decisionRequirementsKey']}/xml",
    )
    for path in paths:
        response = await rest.http.get(path)
        assert response.content_type == "text/xml"
        assert await response.text() == RULES


async def test_evaluation_answers_result_and_trace(rest: RestClient) -> None:
    answer = await evaluate(rest, amount=20)
    assert set(answer) == EVALUATION
    assert (answer["output"], answer["failureMessage"]) == ('"office"', None)
    required, called = answer["evaluatedDecisions"]
    assert set(called) == EVALUATED
    assert (required["decisionDefinitionId"], required["decisionDefinitionType"]) == (
        "limit",
        "LITERAL_EXPRESSION",
    )
    assert called["evaluatedInputs"] == INPUTS
    assert called["matchedRules"] == RULES_MATCHED
    assert called["decisionEvaluationInstanceKey"] == f"{answer['decisionEvaluationKey']}-2"


async def test_evaluation_by_key_takes_that_version(rest: RestClient) -> None:
    first = await find(rest, "/decision-definitions", decisionDefinitionId="route")
    await rest.deploy(rules_dmn=RULES.replace("office", "bureau"))
    body = {"decisionDefinitionKey": first["decisionDefinitionKey"], "variables": {"amount": 20}}
    assert (await rest.post("/decision-definitions/evaluation", body))["output"] == '"office"'
    assert (await evaluate(rest, amount=20))["output"] == '"bureau"'


async def test_failed_evaluation_is_answered_and_kept(rest: RestClient) -> None:
    answer = await evaluate(rest, "twice")
    assert answer["failedDecisionDefinitionId"] == "twice"
    assert "UNIQUE hit policy" in answer["failureMessage"]
    assert answer["output"] == "null"
    kept = await find(rest, "/decision-instances", state="failed")
    assert set(kept) == INSTANCE
    assert (kept["state"], kept["result"]) == ("FAILED", "null")
    assert "UNIQUE hit policy" in kept["evaluationFailure"]


async def test_evaluation_of_a_process_is_found_with_its_element(rest: RestClient) -> None:
    started = await rest.post("/process-instances", {"processDefinitionId": "p", "variables": {"amount": 20}})
    key = started["processInstanceKey"]
    element = await find(rest, "/element-instances", elementId="rule")
    kept = await find(rest, "/decision-instances", processInstanceKey=key, decisionDefinitionId="route")
    assert set(kept) == INSTANCE
    assert (kept["elementInstanceKey"], kept["rootProcessInstanceKey"]) == (
        element["elementInstanceKey"],
        key,
    )
    assert (kept["result"], kept["decisionDefinitionType"]) == ('"office"', "DECISION_TABLE")
    one = await rest.get(f"/decision-instances/{kept['decisionEvaluationInstanceKey']}")
    assert one == kept | {"evaluatedInputs": INPUTS, "matchedRules": RULES_MATCHED}
    by_id = {"decisionEvaluationInstanceKey": kept["decisionEvaluationInstanceKey"]}
    assert await find(rest, "/decision-instances", **by_id) == kept


async def test_stored_trace_is_json_text(rest: RestClient) -> None:
    answer = await evaluate(rest, amount=1)
    one = await rest.get(f"/decision-instances/{answer['decisionEvaluationKey']}-2")
    (rule,) = one["matchedRules"]
    assert json.loads(rule["evaluatedOutputs"][0]["outputValue"]) == "desk"
    assert json.loads(one["evaluatedInputs"][0]["inputValue"]) == 1


REFUSED: list[tuple[str, object, int]] = [
    ("POST /decision-definitions/evaluation", {"decisionDefinitionId": "nobody"}, 404),
    ("POST /decision-definitions/evaluation", {"decisionDefinitionKey": "1"}, 404),
    ("POST /decision-definitions/evaluation", {}, 400),
    ("POST /decision-definitions/evaluation", {"decisionId": "route"}, 400),
    ("POST /decision-definitions/search", {"filter": {"nothing": 1}}, 400),
    ("GET /decision-definitions/1", None, 404),
    ("GET /decision-definitions/1/xml", None, 404),
    ("GET /decision-requirements/1", None, 404),
    ("GET /decision-requirements/1/xml", None, 404),
    ("GET /decision-instances/1-1", None, 404),
    ("GET /decision-instances/1", None, 400),
    ("GET /decision-instances/1-x", None, 400),
]


@pytest.mark.parametrize(("operation", "body", "status"), REFUSED)
async def test_unknown_and_malformed_requests_are_refused(
    rest: RestClient, operation: str, body: object, status: int
) -> None:
    method, path = operation.split(" ")
    assert (await rest.call(method, path, body))[0] == status


async def test_faulty_file_is_refused_with_file_element_and_id(rest: RestClient) -> None:
    status, problem = await rest.deploy(bad_dmn=RULES.replace("UNIQUE", "MOST"))
    assert (status, problem["title"]) == (400, "INVALID_ARGUMENT")
    for part in ("bad.dmn", "decisionTable", "'table'", "MOST"):
        assert part in problem["detail"]
