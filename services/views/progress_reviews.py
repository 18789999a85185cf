"""Reviews (复查) as the complainant sees them: that one is under way and until when, and what was decided why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.clock.clock import Clock
from models.ground.codes import ReviewOutcome
from services.identity.cut_identity import cut_own_values
from services.unit_of_work import Unit

FINAL = frozenset({ReviewOutcome.UPHELD, ReviewOutcome.CHANGED})


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review; `outcome` and `reasons` once it is decided, `is_lapsed` when it ended without a decision."""

    asked_at: datetime
    reason: str
    due_at: datetime | None
    outcome: ReviewOutcome | None
    reasons: str | None
    decided_at: datetime | None
    is_lapsed: bool

    @property
    def is_final(self) -> bool:
        """Whether no further review follows: decided, and the case is not handled anew."""
        return self.outcome in FINAL


def list_review_lines(complaint: Complaint, unit: Unit) -> tuple[ReviewLine, ...]:
    """All reviews of the case, the earliest first; no name of who decided."""
    rows = unit.session.scalars(select(Review).where(Review.complaint_id == complaint.id).order_by(Review.no))
    return tuple(_line(row, unit) for row in rows)


def _line(row: Review, unit: Unit) -> ReviewLine:
    clock = unit.session.get(Clock, row.own_clock_id) if row.own_clock_id is not None else None
    reason, reasons = cut_own_values([row.reason, row.opinion_text or ""], row.complaint_id, unit)
    return ReviewLine(
        asked_at=row.requested_at,
        reason=reason,
        due_at=clock.due_at if clock is not None else None,
        outcome=row.outcome,
        reasons=reasons or None,
        decided_at=row.decided_at,
        is_lapsed=row.state is RequestState.LAPSED,
    )
