"""Answers about decisions as replies of the gateway protocol; values travel as JSON text."""

from __future__ import annotations

import json
from typing import Any, cast

from pyzeebe.proto import gateway_pb2 as pb

from engine.core.decision_answers import DecisionEvaluated, DeployedGraph
from engine.gateway.to_commands import DEFAULT_TENANT
from engine.state.decision_instance import DecisionInstance


def deployed_graph(graph: DeployedGraph) -> list[pb.Deployment]:
    """Every decision of a deployed file, then its decision requirements."""
    requirements = graph.requirements
    decisions = [
        pb.DecisionMetadata(
            dmnDecisionId=decision.decision_id,
            dmnDecisionName=decision.name,
            version=decision.version,
            decisionKey=decision.key,
            dmnDecisionRequirementsId=requirements.requirements_id,
            decisionRequirementsKey=requirements.key,
            tenantId=DEFAULT_TENANT,
        )
        for decision in graph.decisions
    ]
    metadata = pb.DecisionRequirementsMetadata(
        dmnDecisionRequirementsId=requirements.requirements_id,
        dmnDecisionRequirementsName=requirements.name,
        version=requirements.version,
        decisionRequirementsKey=requirements.key,
        resourceName=requirements.resource_name,
        tenantId=DEFAULT_TENANT,
    )
    return [pb.Deployment(decision=decision) for decision in decisions] + [
        pb.Deployment(decisionRequirements=metadata)
    ]


def decision_evaluated(answer: DecisionEvaluated) -> pb.EvaluateDecisionResponse:
    """The result with its trace; a failed evaluation is told in the reply, not by a status."""
    definition = answer.definition
    return pb.EvaluateDecisionResponse(
        decisionKey=definition.key,
        decisionId=definition.decision_id,
        decisionName=definition.name,
        decisionVersion=definition.version,
        decisionRequirementsId=answer.requirements.requirements_id,
        decisionRequirementsKey=answer.requirements.key,
        decisionOutput=_to_text(answer.output),
        evaluatedDecisions=[_evaluated(row) for row in answer.evaluated],
        failedDecisionId=answer.failed_id or "",
        failureMessage=answer.failure or "",
        tenantId=DEFAULT_TENANT,
        decisionInstanceKey=answer.evaluation_key,
    )


def _evaluated(row: DecisionInstance) -> pb.EvaluatedDecision:
    # Any: the rows hold JSON, whose shape their noun promises.
    inputs = cast("list[dict[str, Any]]", row.inputs)
    rules = cast("list[dict[str, Any]]", row.rules)
    return pb.EvaluatedDecision(
        decisionKey=row.decision_key,
        decisionId=row.decision_id,
        decisionName=row.decision_name,
        decisionVersion=row.decision_version,
        decisionType=row.decision_type,
        decisionOutput=_to_text(row.result),
        matchedRules=[_rule(rule) for rule in rules],
        evaluatedInputs=[
            pb.EvaluatedDecisionInput(
                inputId=given["id"], inputName=given["name"], inputValue=_to_text(given["value"])
            )
            for given in inputs
        ],
        tenantId=DEFAULT_TENANT,
    )


def _rule(rule: dict[str, Any]) -> pb.MatchedDecisionRule:
    outputs = [
        pb.EvaluatedDecisionOutput(
            outputId=output["id"], outputName=output["name"], outputValue=_to_text(output["value"])
        )
        for output in rule["outputs"]
    ]
    return pb.MatchedDecisionRule(ruleId=rule["id"], ruleIndex=rule["index"], evaluatedOutputs=outputs)


def _to_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
