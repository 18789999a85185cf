"""Finds what an earlier identical submission was told, so that a double click or retry gives one case."""

from sqlalchemy import select

from models.clock import Clock
from models.complaint import Complaint
from models.lifecycle import ClockKind
from services.filing.new_case import FiledComplaint
from services.filing.query_code import derive_query_code
from services.unit_of_work import Unit


def find_filed(submission_id: str, unit: Unit) -> FiledComplaint | None:
    """The receipt of this submission again, or None when it is new."""
    complaint = unit.session.scalars(
        select(Complaint).where(Complaint.submission_id == submission_id)
    ).one_or_none()
    if complaint is None:
        return None
    clock = unit.session.scalars(
        select(Clock)
        .where(Clock.complaint_id == complaint.id, Clock.kind == ClockKind.ACCEPTANCE)
        .order_by(Clock.round)
        .limit(1)
    ).one()
    return FiledComplaint(
        complaint_id=complaint.id,
        number=complaint.number,
        query_code=derive_query_code(submission_id),
        received_at=complaint.received_at,
        effective_received=complaint.effective_received,
        acceptance_due_at=clock.original_due_at,
        is_provisional=clock.is_provisional,
    )
