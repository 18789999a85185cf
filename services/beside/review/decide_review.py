"""Decides a review: the opinion stands, it is changed, or the case is to be handled anew in a new run."""

from dataclasses import dataclass

from models.beside.review import Review
from models.case.lifecycle import ClockStopReason, RequestState
from models.ground.codes import ReviewOutcome
from models.ground.errors import InvalidInput, NotPermitted
from services.actor import Actor, staff_id_of
from services.beside.review.took_part import HANDLED_THE_CASE, took_part
from services.casefile.get_case import get_complaint
from services.casefile.show_to_complainant import Shown, ShownFact, show_to_complainant
from services.requests.request_rows import end_request, require_open, stop_own_clock
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class DecideReview:
    """The outcome with its reasons; `reviewer` is who examined the case, the decider himself when empty."""

    outcome: ReviewOutcome
    reasons: str
    reviewer: str = ""


def decide_review(row: Review, command: DecideReview, unit: Unit, actor: Actor) -> None:
    """Decide by people who took no part in the case; to re-open it is the caller's.

    NotPermitted("HANDLED_THE_CASE") for a decider who did, InvalidInput on `reviewer` for such a reviewer,
    Conflict("REQUEST_ENDED").
    """
    require_open(row)
    complaint = get_complaint(row.complaint_id, unit)
    if took_part(complaint, staff_id_of(actor), unit):
        raise NotPermitted(code=HANDLED_THE_CASE)
    reviewer = command.reviewer or staff_id_of(actor)
    if took_part(complaint, reviewer, unit):
        raise InvalidInput({"reviewer": HANDLED_THE_CASE})
    row.outcome, row.opinion_text, row.reviewer = command.outcome, command.reasons.strip(), reviewer
    row.decided_by, row.decided_at = actor.name, unit.clock.now()
    stop_own_clock(row.own_clock_id, ClockStopReason.DECIDED, unit)
    end_request(row, RequestState.ANSWERED, command.outcome.value.upper(), unit)
    payload = {"review_id": row.id, "outcome": row.outcome.value, "reviewer": reviewer}
    unit.trail.add(complaint.id, "review.decided", payload, actor)
    shown = {"review_id": row.id, "outcome": row.outcome.value}
    show_to_complainant(ShownFact(complaint.id, Shown.REVIEW, shown), unit, actor)
