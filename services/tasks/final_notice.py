"""A complaint that repeats what a review has answered for the last time (终结告知): its refusal by that number is proposed."""

from sqlalchemy import select

from models.beside.review import Review
from models.case.complaint import Complaint
from models.ground.codes import MatterDecision, NonAcceptGround, RequestedSide, ReviewOutcome
from services.forms.task_case import Answers, TaskCase
from services.identity.same_person import list_same_person
from services.suggestions.related_cases import LIKE_IN_THE_UNIT, list_related_cases

# Official words of a refusal, no page texts; whoever decides edits them.
BASIS = "与{number}为同一事项，该件已经复查并告知为最后答复；没有提出新的证据"
PLACE = "有新的证据的，可以连同证据随时再次提交"
FINAL = (ReviewOutcome.UPHELD, ReviewOutcome.CHANGED)


def propose_repeat(case: TaskCase) -> Answers:
    """What the row of each matter says beforehand; nothing unless the same person complains of the same unit in like words.

    Whether it is the same matter, and whether there is new evidence, is decided by the person.
    """
    number = _find_number(case)
    if number is None:
        return {}
    return {
        "decision": MatterDecision.REFUSE.value,
        "nonaccept_ground": NonAcceptGround.CLOSED_NO_NEW_EVIDENCE.value,
        "basis": BASIS.format(number=number),
        "right_place": PLACE,
    }


def _find_number(case: TaskCase) -> str | None:
    """The number of the case that was answered for the last time, the likeliest; None for what is new."""
    people = list_same_person(case.complaint.id, case.unit)
    answered = select(Review.complaint_id).join(Complaint, Complaint.id == Review.complaint_id)
    final = answered.where(
        Review.complaint_id.in_(people),
        Review.outcome.in_(FINAL),
        Review.round == Complaint.round,
        Review.requested_side != RequestedSide.RESPONDENT,
    )
    ended = set(case.unit.session.scalars(final)) if people else set()
    if not ended:
        return None
    related = list_related_cases(
        case.complaint, case.unit, case.actor, may_know=lambda known: not known.confidentiality_requested
    )
    return next(
        (
            other.number
            for other in related
            if other.complaint_id in ended
            and other.same_person
            and other.is_same_unit
            and other.likeness >= LIKE_IN_THE_UNIT
        ),
        None,
    )
