"""Act `request-review`: staff records a complainant's wish for a review that came by letter or in person."""

from models.ground.codes import Role
from services.acts.act_case import ActCase
from services.beside.review.open_review import OpenReview, open_review, why_no_review
from services.forms.task_case import Answers, text_of

ROLES = frozenset({Role.INTAKE, Role.RETURN_VISIT, Role.SUPERVISOR})
HANDLER_MAY = True
ANSWERS = frozenset({"reason"})


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
