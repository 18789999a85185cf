"""A review as it stands in a case once it was decided."""

from __future__ import annotations

from models.beside.review import Review
from models.case.lifecycle import RequestState
from models.ground.codes import RequestedSide, ReviewOutcome
from models.ground.ids import new_id
from services.unit_of_work import Unit


def add_review(complaint_id: str, outcome: ReviewOutcome, reason: str, unit: Unit, **more: object) -> None:
    """The complainant asked for it and it was decided so at once."""
    now = unit.clock.now()
    unit.session.add(
        Review(
            id=new_id(),
            complaint_id=complaint_id,
            no=1,
            round=1,
            state=RequestState.ANSWERED,
            requested_by="citizen",
            requested_at=now,
            ended_at=now,
            reason=reason,
            requested_side=RequestedSide.COMPLAINANT,
            outcome=outcome,
            decided_at=now,
            **more,
        )
    )
