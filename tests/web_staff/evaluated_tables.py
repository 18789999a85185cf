"""What the engine says of the three decision tables of the intake, and how a test says it of another."""

from __future__ import annotations

from collections.abc import Sequence

from services.ports.monitor import EvaluatedDecision, EvaluatedValue, MatchedRule
from tests.web_staff.fake_monitor import BEGAN

Values = Sequence[tuple[str, str, str]]


def evaluated(
    table: str, inputs: Values, rule: tuple[str, int, Values] | None, failure: str = ""
) -> EvaluatedDecision:
    """One table; each value by column id, label and JSON text."""
    names = {"triage": "投诉分类建议", "competence": "承办单位建议", "complexity": "时限类别建议"}
    rules = []
    if rule is not None:
        rule_id, position, outputs = rule
        rules = [MatchedRule(rule_id, position, tuple(EvaluatedValue(*told) for told in outputs))]
    told = tuple(EvaluatedValue(*value) for value in inputs)
    return EvaluatedDecision(table, table, names[table], 3, BEGAN, failure, "null", told, tuple(rules))


TRIAGE = evaluated(
    "triage",
    [
        ("Input_IsUrgentHint", "是否紧急", "false"),
        ("Input_CategoryHint", "初步类别", '"bad_attitude"'),
        ("Input_Channel", "来源渠道", '"window"'),
        ("Input_ClaimCount", "事项数", "1"),
        ("Input_IsRealName", "是否实名", "true"),
    ],
    (
        "Rule_Triage05",
        5,
        [
            ("Output_Category", "类别", '"bad_attitude"'),
            ("Output_Severity", "轻重缓急", '"normal"'),
            ("Output_Route", "处置方式", '"on_spot"'),
        ],
    ),
)
COMPETENCE = evaluated(
    "competence",
    [
        ("Input_RespondentUnit", "被投诉单位", "null"),
        ("Input_ItemDuty", "服务事项", '"RS-003"'),
        ("Input_RespondentArea", "窗口区域", '"C"'),
    ],
    ("Rule_Competence04", 4, [("Output_Unit", "承办单位", '"RS"')]),
)
COMPLEXITY = evaluated(
    "complexity",
    [
        ("Input_UnitCount", "涉及单位数", "1"),
        ("Input_ClaimCount", "事项数", "1"),
        ("Input_TriageRoute", "建议处置方式", '"on_spot"'),
    ],
    ("Rule_Complexity06", 6, [("Output_ComplexityClass", "时限类别", '"simple"')]),
)
