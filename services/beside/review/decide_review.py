"""Decides a review: the opinion stands, it is changed by a decision of its own, or the case is handled anew in a new run."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.beside.review import Review
from models.case.lifecycle import ClockStopReason, RequestState
from models.ground.codes import ReviewOutcome
from models.ground.errors import InvalidInput, NotPermitted
from services.actor import Actor, staff_id_of
from services.beside.review.reviewers import find_reviewer_bar, is_superiors
from services.beside.review.took_part import took_part
from services.casefile.case_hands import HANDLED_THE_CASE
from services.casefile.get_case import get_complaint
from services.casefile.show_to_complainant import Shown, ShownFact, show_to_complainant
from services.requests.request_rows import end_request, require_open, stop_own_clock
from services.unit_of_work import Unit

Line = dict[str, object]
SUPERIOR_DECIDES = "SUPERIOR_DECIDES"


@dataclass(frozen=True, slots=True)
class DecideReview:
    """The outcome with its reasons; `reviewer` is who examined the case, the decider himself when empty.

    `matter_lines` and `claim_lines` are what it changes: the first values beside those that count from now on.
    """

    outcome: ReviewOutcome
    reasons: str
    reviewer: str = ""
    matter_lines: Sequence[Line] = ()
    claim_lines: Sequence[Line] = ()


def _find_reviewer(row: Review, command: DecideReview, unit: Unit, actor: Actor) -> str | None:
    """Who examined it; nobody of the centre where the organ above it did, whose decision is entered as it is."""
    if is_superiors(row, unit):
        if row.superior_outcome is not command.outcome:
            raise InvalidInput({"outcome": SUPERIOR_DECIDES})
        return None
    reviewer = command.reviewer or staff_id_of(actor)
    if code := find_reviewer_bar(row, get_complaint(row.complaint_id, unit), reviewer, unit):
        raise InvalidInput({"reviewer": code})
    return reviewer


def decide_review(row: Review, command: DecideReview, unit: Unit, actor: Actor) -> None:
    """Decide by people who took no part in the case; to re-open it, to change its matters and to order is the caller's.

    NotPermitted("HANDLED_THE_CASE") for a decider who did, InvalidInput on `reviewer` for such a reviewer and for one of
    another office than the one that reviews, SUPERIOR_DECIDES on `outcome` for another one than the organ above the centre
    decided, Conflict("REQUEST_ENDED").
    """
    require_open(row)
    complaint = get_complaint(row.complaint_id, unit)
    if took_part(complaint, staff_id_of(actor), unit, before=row.requested_at):
        raise NotPermitted(code=HANDLED_THE_CASE)
    reviewer = _find_reviewer(row, command, unit, actor)
    row.outcome, row.opinion_text, row.reviewer = command.outcome, command.reasons.strip(), reviewer
    row.matter_lines = list(command.matter_lines) or None
    row.claim_lines = list(command.claim_lines) or None
    row.decided_by, row.decided_at = actor.name, unit.clock.now()
    stop_own_clock(row.own_clock_id, ClockStopReason.DECIDED, unit)
    end_request(row, RequestState.ANSWERED, command.outcome.value.upper(), unit)
    payload = {
        "review_id": row.id,
        "outcome": row.outcome.value,
        "reviewer": reviewer,
        "changed_matters": [line["no"] for line in command.matter_lines],
    }
    unit.trail.add(complaint.id, "review.decided", payload, actor)
    shown = {"review_id": row.id, "outcome": row.outcome.value}
    show_to_complainant(ShownFact(complaint.id, Shown.REVIEW, shown), unit, actor)
