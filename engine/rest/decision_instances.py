"""Decision instances: what was evaluated, with inputs and matched rules."""

import json

from aiohttp import web

from engine.rest.body import DEFAULT_TENANT, parse_key
from engine.rest.decision_trace import show_inputs, show_rules
from engine.rest.fields import Field, Kind, Noun
from engine.rest.problem import Problem
from engine.rest.search import answer_search, select_rows

INSTANCE_ID = "n.evaluation_key || '-' || n.position"

DECISION_INSTANCE = Noun(
    name="Decision Instance",
    source="decision_instance AS n"
    " JOIN decision_definition AS d ON d.key = n.decision_key"
    " LEFT JOIN process_instance AS i ON i.key = n.process_instance_key",
    key_sql="n.key",
    fields=(
        Field("decisionEvaluationInstanceKey", INSTANCE_ID),
        Field("decisionEvaluationKey", "n.evaluation_key", Kind.KEY),
        Field("state", "n.state", Kind.ENUM),
        Field("evaluationDate", "n.ended_at", Kind.MOMENT),
        Field("evaluationFailure", "n.failure"),
        Field("processDefinitionKey", "n.process_definition_key", Kind.KEY),
        Field("processInstanceKey", "n.process_instance_key", Kind.KEY),
        Field("rootProcessInstanceKey", "i.root_instance_key", Kind.KEY),
        Field("elementInstanceKey", "n.element_instance_key", Kind.KEY),
        Field("decisionDefinitionKey", "n.decision_key", Kind.KEY),
        Field("decisionDefinitionId", "n.decision_id"),
        Field("decisionDefinitionName", "n.decision_name"),
        Field("decisionDefinitionVersion", "n.decision_version", Kind.INTEGER),
        Field("decisionDefinitionType", "n.decision_type", Kind.ENUM),
        Field("rootDecisionDefinitionKey", "n.root_decision_key", Kind.KEY),
        Field("result", "n.result"),
        Field("decisionRequirementsKey", "d.requirements_key", Kind.KEY, is_shown=False),
    ),
    constants={"tenantId": DEFAULT_TENANT, "businessId": None},
)


async def search_decision_instances(request: web.Request) -> web.Response:
    """All evaluated decisions, required ones too; inputs and rules are in the look-up of one."""
    return await answer_search(request, DECISION_INSTANCE)


async def get_decision_instance(request: web.Request) -> web.Response:
    """One evaluated decision by `<evaluation key>-<position>`, with its inputs and matched rules."""
    evaluation_text, _, position_text = request.match_info["key"].rpartition("-")
    key, position = parse_key(evaluation_text, "key"), parse_key(position_text, "key")
    sql = (
        f"SELECT {DECISION_INSTANCE.select()}, n.inputs, n.rules FROM {DECISION_INSTANCE.source}"  # noqa: S608 - fixed texts
        " WHERE n.evaluation_key = ? AND n.position = ?"
    )
    rows = select_rows(request, sql, [key, position])
    if not rows:
        raise Problem(404, f"Decision Instance with key '{key}-{position}' not found")
    *shown, inputs, rules = rows[0]
    return web.json_response(
        DECISION_INSTANCE.to_json(shown)
        | {
            "evaluatedInputs": show_inputs(json.loads(str(inputs))),
            "matchedRules": show_rules(json.loads(str(rules))),
        }
    )
