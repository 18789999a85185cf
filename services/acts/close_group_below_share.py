"""Act `close-group-below-share`: a person answers with a reason for closing a mass complaint that too few are satisfied with."""

from bpmn.names import ActId
from models.case.complaint_group import ComplaintGroup
from models.case.lifecycle import Stage
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.casefile.find_group import find_led_group
from services.casefile.group_share import find_closing_bar, read_share
from services.forms.task_case import Answers, text_of
from services.tasks.extract import Extract

LEADS_NO_GROUP = "LEADS_NO_GROUP"
SHARE_REACHED = "SHARE_REACHED"
NOT_ANSWERED_YET = "NOT_ANSWERED_YET"
_AFTER_THE_ANSWER = frozenset({Stage.FEEDBACK, Stage.RETURN_VISIT})


def context(case: ActCase) -> Answers:
    """How many were answered and are satisfied, and how many it should be."""
    group = find_led_group(case.complaint.id, case.unit)
    if group is None:
        return {}
    share = read_share(group, case.unit)
    words = (
        f"共{share.people}件，已答复{share.answered}件，表示满意{share.satisfied}件，"
        f"应达到{share.wanted_percent}%"
    )
    return {"share": words}


def why_not(case: ActCase) -> str | None:
    """LEADS_NO_GROUP; NOT_ANSWERED_YET before its own answer; SHARE_REACHED where nothing is in the way."""
    if find_led_group(case.complaint.id, case.unit) is None:
        return LEADS_NO_GROUP
    if case.complaint.stage not in _AFTER_THE_ANSWER:
        return NOT_ANSWERED_YET
    return None if find_closing_bar(case.complaint, case.unit) is not None else SHARE_REACHED


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Keep the reason; the file may be closed from now on."""
    group = case.unit.session.get_one(ComplaintGroup, case.complaint.id)
    group.override_reason = text_of(answers, "reason")
    group.override_by, group.override_at = case.actor.name, case.unit.clock.now()
    case.unit.trail.add(case.complaint.id, "group.closed_below_share", {}, case.actor)
    return {}


ACT = Act(
    form=ActId.CLOSE_GROUP_BELOW_SHARE,
    page_order=65,
    roles=frozenset({Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    extract=(Extract.ASKED, Extract.VISITS, Extract.OPINION),
    context=context,
    why_not=why_not,
    apply=apply,
)
