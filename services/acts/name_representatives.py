"""Act `name-representatives`: who speaks for a mass complaint, five at most, and how they tell the others."""

from bpmn.names import ActId
from models.case.complaint_group import MAX_REPRESENTATIVES, ComplaintGroup
from models.case.lifecycle import Stage
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.casefile.find_group import find_led_group, list_members
from services.forms.task_case import Answers, text_of, texts_of

CASE_ARCHIVED = "CASE_ARCHIVED"
LEADS_NO_GROUP = "LEADS_NO_GROUP"


def context(case: ActCase) -> Answers:
    """The files of the group by number, the leading one first; those who speak now are chosen."""
    members = list_members(case.complaint.id, case.unit)
    group = find_led_group(case.complaint.id, case.unit)
    shown: Answers = {
        "member_options": [
            {"label": number, "value": number}
            for number in (case.complaint.number, *(complaint.number for _, complaint in members))
        ],
        "representatives": _list_present(case, group),
    }
    return shown if group is None or group.informing is None else {**shown, "informing": group.informing}


def _list_present(case: ActCase, group: ComplaintGroup | None) -> list[str]:
    leading = [case.complaint.number] if group is not None and group.is_represented_by_leading else []
    members = list_members(case.complaint.id, case.unit)
    return [*leading, *(complaint.number for member, complaint in members if member.is_representative)]


def why_not(case: ActCase) -> str | None:
    """LEADS_NO_GROUP, or CASE_ARCHIVED once nobody works on it any more."""
    if find_led_group(case.complaint.id, case.unit) is None:
        return LEADS_NO_GROUP
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Keep them in place of those named before; InvalidInput on `representatives` for a sixth one."""
    named = set(texts_of(answers, "representatives"))
    if len(named) > MAX_REPRESENTATIVES:
        raise InvalidInput({"representatives": "TOO_MANY_REPRESENTATIVES"})
    members = list_members(case.complaint.id, case.unit)
    if named - {case.complaint.number, *(complaint.number for _, complaint in members)}:
        raise InvalidInput({"representatives": "NOT_AN_OPTION"})
    group = case.unit.session.get_one(ComplaintGroup, case.complaint.id)
    group.informing = text_of(answers, "informing")
    group.is_represented_by_leading = case.complaint.number in named
    for member, complaint in members:
        member.is_representative = complaint.number in named
    payload = {"representatives": sorted(named)}
    case.unit.trail.add(case.complaint.id, "group.representatives_named", payload, case.actor)
    return {}


ACT = Act(
    form=ActId.NAME_REPRESENTATIVES,
    page_order=64,
    roles=frozenset({Role.INTAKE, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset({"representatives", "informing"}),
    required=frozenset({"informing"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
