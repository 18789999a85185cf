"""Act `approve-disclosure`: an approver allows that a unit is told more of the complainant than his wish and consent allow."""

from bpmn.names import ActId
from models.case.lifecycle import DecisionKind, Stage
from models.ground.codes import Role
from models.ground.errors import NotPermitted
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.sheets.consent import approve_level
from services.beside.sheets.facts_sheet import level_of
from services.casefile.decisions import find_decision
from services.forms.task_case import Answers, text_of

NOTHING_TO_APPROVE = "NOTHING_TO_APPROVE"
CASE_ARCHIVED = "CASE_ARCHIVED"
FOUR_EYES = "FOUR_EYES"
# As the form that chooses the level words them.
LEVELS = {
    0: "中性表述，不含时间和可识别的事实",
    1: "加时间、地点，不告知身份",
    2: "告知身份和办件编号",
}


def context(case: ActCase) -> Answers:
    """What the file says is to be told, and what leaves today."""
    allowed = level_of(case.complaint, case.unit)
    return {"wanted": LEVELS[case.complaint.disclosure_level], "allowed": LEVELS[allowed]}


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED; NOTHING_TO_APPROVE while no more is to be told than may be told already."""
    if case.complaint.stage is Stage.ARCHIVED:
        return CASE_ARCHIVED
    is_less = level_of(case.complaint, case.unit) < case.complaint.disclosure_level
    return None if is_less else NOTHING_TO_APPROVE


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Allow it for this round; NotPermitted("FOUR_EYES") for who chose the level himself."""
    chosen = find_decision(case.complaint.id, DecisionKind.ACCEPTANCE, case.complaint.round, case.unit)
    if chosen is not None and chosen.by == case.actor.name:
        raise NotPermitted(code=FOUR_EYES)
    approve_level(case.complaint, text_of(answers, "reason"), case.unit, case.actor)
    return {}


ACT = Act(
    form=ActId.APPROVE_DISCLOSURE,
    page_order=32,
    roles=frozenset({Role.APPROVER, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
