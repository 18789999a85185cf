"""The answer is reviewed by a higher or another unit (复查)."""

from bpmn.names import MessageName
from models.beside.review import Review
from models.case.lifecycle import ClockKind
from services.requests.request_kind import NO_STAGE, CitizenStep, Opening, RequestKind, columns

REVIEW = RequestKind(
    name="review",
    table=Review,
    opening=Opening(
        "review.requested",
        "review_id",
        MessageName.REVIEW_REQUESTED,
        told=columns("requested_side"),
        sent=columns("complaint_id"),
    ),
    clocks={"own_clock_id": ClockKind.REVIEW},
    has_own_process=True,
    lapses_on_entering=NO_STAGE,
    view_columns=columns("requested_side", "reviewer", "outcome", "decided_at"),
    citizen_steps=(
        CitizenStep("REVIEW_ASKED", "requested_at"),
        CitizenStep("REVIEW_DECIDED", "decided_at"),
    ),
    reference_letter="F",
    page_order=100,
)
