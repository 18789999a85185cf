"""The complainant's own door to a review, with number and query code."""

from dataclasses import dataclass

from services.actor import Actor
from services.casefile.get_case import get_complaint
from services.filing.case_by_code import get_case_by_code
from services.review.open_review import OpenReview, open_review
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RequestReview:
    """What was typed."""

    number: str
    query_code: str
    reason: str


def request_review(command: RequestReview, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the review.

    NotFound for a wrong number or code alike, RuleRefused with RATE_LIMITED or the rule of `open_review`,
    InvalidInput on `reason`.
    """
    complaint_id = get_case_by_code(command.number, command.query_code, unit_of_work, actor)
    with unit_of_work as unit:
        complaint = get_complaint(complaint_id, unit)
        return open_review(OpenReview(command.reason), complaint, unit, actor).id
