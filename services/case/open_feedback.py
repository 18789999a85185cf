"""Opens the limit of the answer when nothing of the case is left to decide."""

from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Outcome
from models.clock.clock import Clock
from models.ground.codes import IdentityKind
from models.ground.ids import ComplaintId
from services.clocks.open_clock import OpenClock, open_clock
from services.unit_of_work import Unit


def open_feedback(complaint: Complaint, since: datetime, unit: Unit) -> str:
    """The id of the answer's clock of this round, opened from `since` when there is none that runs."""
    running = unit.session.scalars(
        select(Clock.id).where(
            Clock.complaint_id == complaint.id,
            Clock.kind == ClockKind.FEEDBACK,
            Clock.round == complaint.round,
            Clock.stopped_at.is_(None),
        )
    ).first()
    if running is not None:
        return running
    return open_clock(
        OpenClock(ComplaintId(complaint.id), ClockKind.FEEDBACK, complaint.round, since), unit
    ).id


def needs_answer_task(complaint: Complaint, outcome: Outcome) -> bool:
    """Whether a person has to give the answer.

    A settlement was told on the spot, a question is answered with the decision; who
    refused an anonymous complaint reaches nobody, so the query code tells it.
    """
    if outcome in (Outcome.SETTLED, Outcome.CONSULTED):
        return False
    return outcome is not Outcome.REFUSED or complaint.identity_kind is IdentityKind.REAL_NAME
