"""Act `mark-upward-report`: this must be reported upward; one hour by the clock on the wall begins."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.case.report_upward import OPEN, find_open_report, mark_for_report
from services.forms.task_case import Answers, text_of


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """UPWARD_REPORT_OPEN while the hour of an earlier mark runs."""
    return OPEN if find_open_report(case.complaint.id, case.unit) is not None else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Mark it."""
    return {"clock_id": mark_for_report(text_of(answers, "reason"), case.complaint, case.unit, case.actor)}


ACT = Act(
    form=ActId.MARK_UPWARD_REPORT,
    page_order=136,
    roles=frozenset({Role.INTAKE, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR}),
    handler_may=True,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
