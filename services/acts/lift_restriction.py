"""Act `lift-restriction`: a file that a person restricted is open to its usual readers again."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.access.restricted import find_restriction
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.forms.task_case import Answers, text_of
from services.restriction.restrict import end_restriction

NOT_RESTRICTED = "NOT_RESTRICTED"
ROUTE_HOLDS = "ROUTE_HOLDS"


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """NOT_RESTRICTED, or ROUTE_HOLDS while the case is about somebody with a route of his own."""
    restriction = find_restriction(case.complaint.id, case.unit)
    if restriction is None:
        return NOT_RESTRICTED
    return None if restriction.route_id is None else ROUTE_HOLDS


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """End it."""
    ended = end_restriction(case.complaint, text_of(answers, "reason"), case.unit, case.actor)
    return {} if ended is None else {"restriction_id": ended.id}


ACT = Act(
    form=ActId.LIFT_RESTRICTION,
    page_order=136,
    roles=frozenset({Role.INTAKE, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
