"""Act `leave-group`: a file that was handled with a mass complaint goes its own way again."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.casefile.find_group import find_membership
from services.forms.task_case import Answers, text_of
from services.groups.join_group import leave_group

NOT_IN_GROUP = "NOT_IN_GROUP"
ANSWERED_BY_GROUP = "ANSWERED_BY_GROUP"


def context(case: ActCase) -> Answers:
    """Nothing but the reason is asked."""
    return {}


def why_not(case: ActCase) -> str | None:
    """NOT_IN_GROUP, or ANSWERED_BY_GROUP once the opinion of the leading file was taken over."""
    member = find_membership(case.complaint.id, case.unit)
    if member is None:
        return NOT_IN_GROUP
    return ANSWERED_BY_GROUP if member.carried_at is not None else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Leave; limits and tasks stay as they are."""
    member = find_membership(case.complaint.id, case.unit)
    if member is None:
        return {}
    leave_group(member, text_of(answers, "reason"), case.unit, case.actor)
    return {"member_id": member.id}


ACT = Act(
    form=ActId.LEAVE_GROUP,
    page_order=63,
    roles=frozenset({Role.INTAKE, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
