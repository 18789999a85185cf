"""Limits of the office itself that no diagram draws: opened and met by its own use cases, watched by the sweep."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason
from models.clock.clock import Clock
from models.ground.ids import ClockId, ComplaintId
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import EnteredFact, StopClock, stop_clock
from services.unit_of_work import Unit


def find_office_limit(complaint_id: str, key: str, unit: Unit) -> Clock | None:
    """The clock of this limit that runs for a case."""
    return unit.session.scalars(
        select(Clock).where(
            Clock.complaint_id == complaint_id,
            Clock.kind == ClockKind.OWNER_LIMIT,
            Clock.subject_id == key,
            Clock.stopped_at.is_(None),
        )
    ).one_or_none()


def open_office_limit(complaint: Complaint, key: str, unit: Unit) -> Clock:
    """Let the limit run from now; one that runs already goes on with the date that it has."""
    running = find_office_limit(complaint.id, key, unit)
    if running is not None:
        return running
    return open_clock(
        OpenClock(
            ComplaintId(complaint.id),
            ClockKind.OWNER_LIMIT,
            complaint.round,
            unit.clock.now(),
            complaint.complexity,
            subject_id=key,
            policy_key=key,
        ),
        unit,
    )


def meet_office_limit(complaint_id: str, key: str, reason: ClockStopReason | EnteredFact, unit: Unit) -> None:
    """Stop it where it runs; a case without it is left alone."""
    clock = find_office_limit(complaint_id, key, unit)
    if clock is not None:
        stop_clock(StopClock(ClockId(clock.id), reason), unit)
