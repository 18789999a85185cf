"""Asks for a review (复查) of an answered case: within 30 days of when the answer was told or delivered, once per round."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.review import Review
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.lifecycle import Outcome, RequestState
from models.clock.deadline import Limit, compute_deadline
from models.clock.legal_time import beijing_date
from models.ground.codes import RequestedSide
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor
from services.beside.review.reviewers import find_reviewing_unit, is_superiors
from services.beside.sheets.provided_sheet import record_sheet
from services.beside.sheets.receipt_code import give_receipt_code
from services.casefile.answer_sendings import find_told_moment
from services.casefile.standing import NOT_HIS_MATTER, is_bounded
from services.clocks.office_ladder import load_ladder
from services.clocks.time_limits import get_policy_by_key
from services.clocks.told_window import REVIEW_REQUEST_KEY
from services.dispatch.plan_unit_mail import HandedOver, plan_sheet_mail
from services.requests.kinds.review import REVIEW
from services.requests.named_matters import chosen_matters
from services.requests.open_request import NewRequest, open_request
from services.unit_of_work import Unit

NOT_ANSWERED = "NOT_ANSWERED"
REVIEW_TOO_LATE = "REVIEW_TOO_LATE"
REVIEW_USED = "REVIEW_USED"
REVIEW_OPEN = "REVIEW_OPEN"
REVIEW_RUNNING = "REVIEW_RUNNING"
TITLE = "复查通知"


@dataclass(frozen=True, slots=True)
class OpenReview:
    """Why, and which side asks: the complainant himself, staff on his behalf, or a respondent whose objection was upheld.

    `matter_nos` empty: of all matters. `way` and `opened_by`: how it came and who opened it, where somebody enters it.
    """

    reason: str
    requested_side: RequestedSide = RequestedSide.COMPLAINANT
    matter_nos: tuple[int, ...] = ()
    way: str = ""
    opened_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewTime:
    """From when he may ask, and the end of the last day on which he may."""

    begins_at: datetime
    ends_at: datetime


def open_review(command: OpenReview, complaint: Complaint, unit: Unit, actor: Actor) -> Review:
    """Open it in the caller's unit; an archived case stays archived meanwhile.

    RuleRefused: NOT_ANSWERED, NOT_HIS_MATTER, REVIEW_TOO_LATE, REVIEW_USED, REVIEW_OPEN, REVIEW_RUNNING. InvalidInput on
    `reason` and `matter_nos`.
    """
    if code := why_no_review(complaint, unit, side=command.requested_side):
        raise RuleRefused(code)
    if not command.reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    row = Review(
        reason=command.reason.strip(),
        requested_side=command.requested_side,
        matter_nos=chosen_matters(command.matter_nos, complaint, unit),
        way=command.way or None,
        opened_by=list(command.opened_by) or None,
        unit_code=find_reviewing_unit(unit),
    )
    if is_superiors(row, unit):
        give_receipt_code(row)
    open_request(NewRequest(REVIEW, row), complaint, unit, actor)
    if row.receipt_code is not None:
        # What the superior organ reviews it reads behind the code.
        reference = f"{complaint.number}-{REVIEW.reference_letter}{row.no}"
        organ = row.unit_code or ""
        record_sheet(row, organ, unit, actor)
        plan_sheet_mail(HandedOver(row, reference, row.receipt_code, organ, TITLE, is_bare=True), unit)
    return row


def why_no_review(
    complaint: Complaint, unit: Unit, *, side: RequestedSide = RequestedSide.COMPLAINANT
) -> str | None:
    """The rule against a review of the last answer now, None when one may be asked for.

    One that a respondent's objection opened takes nothing from the complainant: until it is decided he waits, and his time
    begins anew with its decision.
    """
    answer = _find_answer(complaint, unit)
    if answer is None:
        return NOT_ANSWERED
    # That nothing was accepted of what he said is about him; what was found of another's matter is not.
    is_his = complaint.outcome is Outcome.REFUSED or not is_bounded(complaint.id, unit)
    if side is not RequestedSide.RESPONDENT and not is_his:
        return NOT_HIS_MATTER
    reviews = _list_reviews(complaint, unit)
    by_respondent = [row for row in reviews if row.requested_side is RequestedSide.RESPONDENT]
    is_open = any(row.state is RequestState.OPEN for row in by_respondent)
    if side is RequestedSide.RESPONDENT:
        return REVIEW_RUNNING if any(row.state is RequestState.OPEN for row in reviews) else None
    own = [row for row in reviews if row not in by_respondent]
    if own:
        return REVIEW_OPEN if any(row.state is RequestState.OPEN for row in own) else REVIEW_USED
    # Nobody is too late for what has not reached him.
    time = _find_time(answer, by_respondent, unit)
    if time is not None and unit.clock.now() > time.ends_at:
        return REVIEW_TOO_LATE
    return REVIEW_RUNNING if is_open else None


def find_review_time(complaint: Complaint, unit: Unit) -> ReviewTime | None:
    """The time of the complainant to ask for a review of the last answer.

    None before an answer, while it has not reached him, and while a respondent's review is under way.
    """
    answer, rows = _find_answer(complaint, unit), _list_reviews(complaint, unit)
    by_respondent = [row for row in rows if row.requested_side is RequestedSide.RESPONDENT]
    return None if answer is None else _find_time(answer, by_respondent, unit)


def find_last_review_moment(complaint: Complaint, unit: Unit) -> datetime | None:
    """The end of the last day of that time."""
    time = find_review_time(complaint, unit)
    return None if time is None else time.ends_at


def find_used_review(complaint: Complaint, unit: Unit) -> Review | None:
    """The complainant's own review of this round, where he had one."""
    rows = _list_reviews(complaint, unit)
    return next((row for row in rows if row.requested_side is not RequestedSide.RESPONDENT), None)


def _find_time(answer: Answer, by_respondent: list[Review], unit: Unit) -> ReviewTime | None:
    told_at = find_told_moment(answer, unit)
    if told_at is None or any(row.state is RequestState.OPEN for row in by_respondent):
        return None
    begins_at = _begins_at(told_at, by_respondent)
    return ReviewTime(begins_at, _last_moment(begins_at, unit))


def _begins_at(told_at: datetime, by_respondent: list[Review]) -> datetime:
    """From when his time runs: since he knows the answer, anew with what a respondent's review decided."""
    return max([told_at, *(row.ended_at for row in by_respondent if row.ended_at is not None)])


def _find_answer(complaint: Complaint, unit: Unit) -> Answer | None:
    return unit.session.scalars(
        select(Answer)
        .where(Answer.complaint_id == complaint.id, Answer.published_at.is_not(None))
        .order_by(Answer.round.desc())
        .limit(1)
    ).one_or_none()


def _list_reviews(complaint: Complaint, unit: Unit) -> list[Review]:
    """Those of this round; one lapses only when its process was cancelled in the engine: then it may be asked for again."""
    rows = unit.session.scalars(select(Review).where(Review.complaint_id == complaint.id).order_by(Review.no))
    return [row for row in rows if row.round == complaint.round and row.state is not RequestState.LAPSED]


def _last_moment(told_at: datetime, unit: Unit) -> datetime:
    """The end of the last day on which a review may be asked for; a right of the citizen ends at midnight."""
    policy = get_policy_by_key(unit.session, REVIEW_REQUEST_KEY, None, beijing_date(told_at))
    limit = Limit(policy.amount, policy.unit, cutoff="24:00", intake_shift=False)
    deadline = compute_deadline(told_at, limit, load_ladder(unit.session).calendar)
    return datetime.fromisoformat(deadline["due_at"])
