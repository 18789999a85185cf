"""Decisions over the gateway protocol: deployment, evaluation by raw stub and by pyzeebe, and refusals."""

from __future__ import annotations

import json

import grpc
import pytest
from pyzeebe import ZeebeClient, create_insecure_channel
from pyzeebe.errors import DecisionNotFoundError
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from tests.engine_dmn.tables import decision, dmn, literal, table
from tests.engine_server import RunningEngine
from tests.gateway.calls import status_of

ROUTE = table("UNIQUE", ("amount",), ("route",), (("< 10",), ('"desk"',)), ((">= 10",), ('"office"',)))
TWICE = table("UNIQUE", (), ("y",), ((), ("1",)), ((), ("2",)))
RULES = dmn(decision("route", ROUTE, "limit"), decision("limit", literal("5")), decision("twice", TWICE))


@pytest.fixture
async def deployed(stub: GatewayStub) -> pb.DeployResourceResponse:
    files = [pb.Resource(name="rules.dmn", content=RULES)]
    return await stub.DeployResource(pb.DeployResourceRequest(resources=files))


async def test_deployment_answers_decisions_then_requirements(deployed: pb.DeployResourceResponse) -> None:
    kinds = [item.WhichOneof("Metadata") for item in deployed.deployments]
    assert kinds == ["decision", "decision", "decision", "decisionRequirements"]
    first, graph = deployed.deployments[0].decision, deployed.deployments[-1].decisionRequirements
    assert (first.dmnDecisionId, first.dmnDecisionName, first.version) == ("route", "route 判定", 1)
    assert (graph.dmnDecisionRequirementsId, graph.resourceName) == ("graph", "rules.dmn")
    assert first.decisionRequirementsKey == graph.decisionRequirementsKey


async def test_evaluation_answers_output_inputs_and_rules(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    answer = await stub.EvaluateDecision(
        pb.EvaluateDecisionRequest(decisionId="route", variables='{"amount": 20}')
    )
    assert json.loads(answer.decisionOutput) == "office"
    assert (answer.decisionId, answer.decisionVersion, answer.failureMessage) == ("route", 1, "")
    required, called = answer.evaluatedDecisions
    assert (required.decisionId, required.decisionType) == ("limit", "LITERAL_EXPRESSION")
    assert [(given.inputName, given.inputValue) for given in called.evaluatedInputs] == [("问 amount", "20")]
    (rule,) = called.matchedRules
    assert (rule.ruleId, rule.ruleIndex, rule.evaluatedOutputs[0].outputValue) == ("rule2", 2, '"office"')


async def test_failed_evaluation_is_an_answer(stub: GatewayStub, deployed: pb.DeployResourceResponse) -> None:
    key = deployed.deployments[2].decision.decisionKey
    answer = await stub.EvaluateDecision(pb.EvaluateDecisionRequest(decisionKey=key))
    assert answer.failedDecisionId == "twice"
    assert "UNIQUE hit policy" in answer.failureMessage
    assert answer.decisionOutput == "null"


async def test_wrong_requests_are_refused(stub: GatewayStub, deployed: pb.DeployResourceResponse) -> None:
    nobody = stub.EvaluateDecision(pb.EvaluateDecisionRequest(decisionId="nobody"))
    code, text = await status_of(nobody)
    assert (code, "no decision found for" in text) == (grpc.StatusCode.NOT_FOUND, True)
    for request in (
        pb.EvaluateDecisionRequest(),
        pb.EvaluateDecisionRequest(decisionId="route", decisionKey=1),
        pb.EvaluateDecisionRequest(decisionId="route", variables="[]"),
        pb.EvaluateDecisionRequest(decisionId="route", tenantId="other"),
    ):
        assert (await status_of(stub.EvaluateDecision(request)))[0] == grpc.StatusCode.INVALID_ARGUMENT


async def test_pyzeebe_evaluates_and_learns_of_a_missing_decision(
    engine: RunningEngine, deployed: pb.DeployResourceResponse
) -> None:
    channel = create_insecure_channel(engine.grpc_address)
    try:
        client = ZeebeClient(channel)
        answer = await client.evaluate_decision(None, "route", {"amount": 1})
        assert answer.decision_output == "desk"
        with pytest.raises(DecisionNotFoundError):
            await client.evaluate_decision(None, "nobody", {})
    finally:
        await channel.close()
