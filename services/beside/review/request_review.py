"""The complainant's own door to a review, with number and query code."""

from dataclasses import dataclass

from models.beside.refused_review import RefusedReview
from models.beside.review import Review
from models.ground.base import JsonObject
from services.access.case_by_code import get_case_by_code
from services.actor import Actor
from services.attempts.count_request import count_request
from services.beside.review.open_review import OpenReview
from services.beside.review.refuse_review import ask_for_review
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


@dataclass(frozen=True, slots=True)
class RequestedReview:
    """The review that was opened, or the rule by which it was refused."""

    review_id: str | None = None
    refused_by: str | None = None


def request_review(command: RequestReview, unit_of_work: UnitOfWork, actor: Actor) -> RequestedReview:
    """What became of it; a repeat is the first one, also when that was decided.

    NotFound for a wrong number or code alike, RuleRefused with RATE_LIMITED or a rule that bids him wait (NOT_ANSWERED,
    REVIEW_OPEN, REVIEW_RUNNING), InvalidInput on `reason`.
    """
    complaint_id = get_case_by_code(command.number, command.query_code, unit_of_work, actor)
    sending = Sending(command.submission_id, "review", complaint_id, command.reason)
    count_request(sending, unit_of_work)
    with unit_of_work as unit:
        complaint = get_complaint(complaint_id, unit)
        taken = once_per_submission(
            sending,
            unit,
            lambda: _tell(ask_for_review(OpenReview(command.reason), complaint, unit, actor)),
        )
    return RequestedReview(taken.get("review_id"), taken.get("refused_by"))


def _tell(row: Review | RefusedReview) -> JsonObject:
    return {"review_id": row.id} if isinstance(row, Review) else {"refused_by": row.bar}
