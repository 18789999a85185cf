"""The complainant rates the answer at the query code: solved or not, satisfied or not, and what is wished for then."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.survey import Survey
from models.ground.base import JsonObject
from models.ground.codes import FollowUp
from models.ground.errors import InvalidInput, NotPermitted, RuleRefused
from services.access.case_by_code import get_case_by_code
from services.actor import Actor, ActorKind
from services.answer.end_rated_visit import end_rated_visit
from services.answer.open_survey import find_survey
from services.attempts.count_request import count_request
from services.beside.review.open_review import OpenReview
from services.beside.review.refuse_review import ask_for_review, why_wait_for_review
from services.casefile.group_share import LEAST_SATISFIED
from services.casefile.redo_once import find_redo_bar
from services.casefile.standing import NOT_HIS_MATTER, is_bounded
from services.once.once_per_submission import Sending, once_per_submission
from services.unit_of_work import Unit, UnitOfWork

LOWEST, HIGHEST = 1, 5
MAX_COMMENT = 2_000
REVIEW_REASON = "对答复不满意，评价时申请复查。"


@dataclass(frozen=True, slots=True)
class Rate:
    """`rating` 1 (very dissatisfied) to 5, `is_solved` whether it is; either may stay unanswered, not both.

    `wish` none, redo or review, only for a rating below 3 or what is not solved. Sent again with the same `submission_id`
    it is the same rating.
    """

    number: str
    query_code: str
    rating: int | None
    comment: str = ""
    wish: str = "none"
    submission_id: str = ""
    is_solved: bool | None = None

    @property
    def said(self) -> list[object]:
        """All that it says; what an earlier page did not ask is not in it."""
        solved = [] if self.is_solved is None else [self.is_solved]
        return [self.rating, self.comment, self.wish, *solved]

    @property
    def is_dissatisfied(self) -> bool:
        """Whether anything said asks for more."""
        return self.is_solved is False or (self.rating is not None and self.rating < LEAST_SATISFIED)


def rate(command: Rate, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Record the rating once; a running return visit ends with it, that of a mass complaint when its share is met.

    A repeat never rates the answer of a later round.

    NotPermitted for staff: nobody rates his own work. NotFound for a wrong number or code, RuleRefused
    NOTHING_TO_RATE, ALREADY_RATED or NOT_HIS_MATTER, InvalidInput by field.
    """
    if actor.kind is not ActorKind.CITIZEN:
        raise NotPermitted
    _check(command)
    complaint_id = get_case_by_code(command.number, command.query_code, unit_of_work, actor)
    sending = Sending(command.submission_id, "rate", complaint_id, command.said)
    count_request(sending, unit_of_work)
    with unit_of_work as unit:
        complaint = unit.session.get_one(Complaint, complaint_id, with_for_update=True)
        once_per_submission(sending, unit, lambda: _record(command, complaint, unit, actor))


def may_rate(complaint: Complaint, unit: Unit) -> bool:
    """Whether the answer of this round is there, about a matter of his, and not rated yet."""
    survey = find_survey(complaint.id, complaint.round, unit)
    return survey is not None and survey.rated_at is None and not is_bounded(complaint.id, unit)


def _check(command: Rate) -> None:
    errors: dict[str, str] = {}
    if command.rating is None and command.is_solved is None:
        errors["rating"] = "NOTHING_RATED"
    elif command.rating is not None and not LOWEST <= command.rating <= HIGHEST:
        errors["rating"] = "NOT_AN_OPTION"
    if len(command.comment) > MAX_COMMENT:
        errors["comment"] = "TOO_LONG"
    if command.wish not in set(FollowUp):
        errors["wish"] = "NOT_AN_OPTION"
    elif command.wish != FollowUp.NONE and not command.is_dissatisfied:
        errors["wish"] = "ONLY_WHEN_DISSATISFIED"
    if errors:
        raise InvalidInput(errors)


def _record(command: Rate, complaint: Complaint, unit: Unit, actor: Actor) -> JsonObject:
    wish, survey = FollowUp(command.wish), _find_open(complaint, unit)
    if wish is FollowUp.REDO and (code := _find_redo_bar(complaint, unit)):
        raise InvalidInput({"wish": code})
    survey.rating, survey.is_solved, survey.wish = command.rating, command.is_solved, wish
    survey.comment, survey.rated_at = command.comment.strip() or None, unit.clock.now()
    payload = {
        "round": complaint.round,
        "rating": command.rating,
        "is_solved": command.is_solved,
        "wish": wish.value,
    }
    unit.trail.add(complaint.id, "answer.rated", payload, actor)
    if wish is FollowUp.REVIEW and why_wait_for_review(complaint, unit) is None:
        reason = command.comment.strip() or REVIEW_REASON
        ask_for_review(OpenReview(reason), complaint, unit, actor)
    end_rated_visit(complaint, survey, unit)
    return {"survey_id": survey.id}


def _find_open(complaint: Complaint, unit: Unit) -> Survey:
    survey = find_survey(complaint.id, complaint.round, unit)
    if is_bounded(complaint.id, unit):
        raise RuleRefused(NOT_HIS_MATTER)
    if survey is None:
        raise RuleRefused("NOTHING_TO_RATE")
    if survey.rated_at is not None:
        raise RuleRefused("ALREADY_RATED")
    return survey


def _find_redo_bar(complaint: Complaint, unit: Unit) -> str | None:
    # After the visit the run is over; then a review is the way to be heard again.
    if complaint.stage is not Stage.RETURN_VISIT:
        return "REDO_TOO_LATE"
    return find_redo_bar(complaint, unit)
