"""What the organ above the centre decided on a review; a person of the centre enters it, and only then does it take effect."""

from dataclasses import dataclass

from models.beside.review import Review
from models.case.lifecycle import RequestState
from models.ground.codes import ReviewOutcome
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor
from services.beside.review.reviewers import is_superiors
from services.unit_of_work import Unit

REVIEW_DECIDED = "REVIEW_DECIDED"


@dataclass(frozen=True, slots=True)
class SuperiorOutcome:
    """The outcome with its reasons."""

    outcome: ReviewOutcome | None
    text: str


def record_superior_outcome(row: Review, told: SuperiorOutcome, unit: Unit, actor: Actor) -> bool:
    """Keep its decision in its own words; always awaited, until the centre has entered it.

    InvalidInput: REQUIRED on `review_outcome` and `text`, NOT_AN_OPTION on `answer` where the centre reviews itself.
    RuleRefused("REVIEW_DECIDED") afterwards.
    """
    if not is_superiors(row, unit):
        raise InvalidInput({"answer": "NOT_AN_OPTION"})
    if row.state is not RequestState.OPEN:
        raise RuleRefused(REVIEW_DECIDED)
    errors = {"review_outcome": "REQUIRED"} if told.outcome is None else {}
    if not told.text.strip():
        errors["text"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    row.superior_outcome, row.superior_text, row.superior_at = (
        told.outcome,
        told.text.strip(),
        unit.clock.now(),
    )
    payload = {"review_id": row.id, "outcome": None if told.outcome is None else told.outcome.value}
    unit.trail.add(row.complaint_id, "review.superior_decided", payload, actor)
    return True
