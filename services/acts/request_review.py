"""Act `request-review`: staff records a complainant's wish for a review that came by letter or in person."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.review.open_review import OpenReview, open_review, why_no_review
from services.forms.task_case import Answers, text_of


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """The rule against a review now."""
    return why_no_review(case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Open the review on the complainant's behalf."""
    row = open_review(OpenReview(text_of(answers, "reason")), case.complaint, case.unit, case.actor)
    return {"review_id": row.id}


ACT = Act(
    form=ActId.REQUEST_REVIEW,
    page_order=170,
    roles=frozenset({Role.INTAKE, Role.RETURN_VISIT, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
