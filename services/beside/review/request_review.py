"""The complainant's own door to a review, with number and query code."""

from dataclasses import dataclass

from services.access.case_by_code import get_case_by_code
from services.actor import Actor
from services.attempts.count_request import count_request
from services.beside.review.open_review import OpenReview, open_review
from services.casefile.get_case import get_complaint
from services.once.once_per_submission import Sending, once_per_submission
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RequestReview:
    """What was typed; sent again with the same `submission_id` it is the same review."""

    number: str
    query_code: str
    reason: str
    submission_id: str = ""


def request_review(command: RequestReview, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the review; a repeat is the first one, also when that was decided.

    NotFound for a wrong number or code alike, RuleRefused with RATE_LIMITED or the rule of `open_review`,
    InvalidInput on `reason`.
    """
    complaint_id = get_case_by_code(command.number, command.query_code, unit_of_work, actor)
    sending = Sending(command.submission_id, "review", complaint_id, command.reason)
    count_request(sending, unit_of_work)
    with unit_of_work as unit:
        complaint = get_complaint(complaint_id, unit)
        opened = once_per_submission(
            sending,
            unit,
            lambda: {"review_id": open_review(OpenReview(command.reason), complaint, unit, actor).id},
        )
    return str(opened["review_id"])
