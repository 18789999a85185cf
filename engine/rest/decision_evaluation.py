"""Evaluation of a decision that no process asks for."""

import json

from aiohttp import web

from engine.core.commands import EvaluateDecision
from engine.core.decision_answers import DecisionEvaluated
from engine.rest.body import DEFAULT_TENANT, read_body
from engine.rest.commands import execute
from engine.rest.decision_trace import show_inputs, show_rules
from engine.state.decision_instance import DecisionInstance


async def evaluate_decision(request: web.Request) -> web.Response:
    """Evaluates by id (latest version) or by key; a failed evaluation is told in the answer, with status 200."""
    body = await read_body(request, "decisionDefinitionId", "decisionDefinitionKey", "variables")
    has_key = body.has("decisionDefinitionKey")
    command = EvaluateDecision(
        decision_id=body.text("decisionDefinitionId", ""),
        decision_key=body.key("decisionDefinitionKey") if has_key else None,
        variables=body.variables(),
    )
    return web.json_response(_evaluated(await execute(request, command, DecisionEvaluated)))


def _evaluated(result: DecisionEvaluated) -> dict[str, object]:
    definition, requirements = result.definition, result.requirements
    return {
        "decisionDefinitionId": definition.decision_id,
        "decisionDefinitionKey": str(definition.key),
        "decisionDefinitionName": definition.name,
        "decisionDefinitionVersion": definition.version,
        "decisionRequirementsId": requirements.requirements_id,
        "decisionRequirementsKey": str(requirements.key),
        "decisionEvaluationKey": str(result.evaluation_key),
        "decisionInstanceKey": str(result.evaluation_key),
        "output": json.dumps(result.output, ensure_ascii=False),
        "failedDecisionDefinitionId": result.failed_id,
        "failureMessage": result.failure,
        "tenantId": DEFAULT_TENANT,
        "evaluatedDecisions": [_decision(row) for row in result.evaluated],
    }


def _decision(row: DecisionInstance) -> dict[str, object]:
    return {
        "decisionDefinitionId": row.decision_id,
        "decisionDefinitionKey": str(row.decision_key),
        "decisionDefinitionName": row.decision_name,
        "decisionDefinitionVersion": row.decision_version,
        "decisionDefinitionType": row.decision_type,
        "decisionEvaluationInstanceKey": f"{row.evaluation_key}-{row.position}",
        "output": json.dumps(row.result, ensure_ascii=False),
        "tenantId": DEFAULT_TENANT,
        "evaluatedInputs": show_inputs(row.inputs),
        "matchedRules": show_rules(row.rules),
    }
