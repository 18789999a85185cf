"""Clocks that stand still for a request: those of the stage it is asked in, until the last such request has ended."""

from datetime import datetime

from sqlalchemy import select

from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockPauseReason, Stage
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.ground.ids import ClockId
from services.clocks.pause_clock import PauseClock, pause_clock, resume_clock
from services.unit_of_work import Unit

PAUSED_KINDS = {
    Stage.INTAKE: frozenset({ClockKind.ACCEPTANCE}),
    Stage.INVESTIGATION: frozenset({ClockKind.RESOLVE, ClockKind.INVESTIGATION}),
}


def pause_for_request(
    row: SideRequest, reason: ClockPauseReason, unit: Unit, *, until: datetime | None = None
) -> None:
    """Let the running clocks of the case's stage stand still for this request, besides other reasons they may have.

    `until`: the end of its window, by default its `window_ends_at`.
    """
    stage = unit.session.get_one(Complaint, row.complaint_id).stage
    until = until or row.window_ends_at
    clocks = unit.session.scalars(
        select(Clock).where(
            Clock.complaint_id == row.complaint_id,
            Clock.kind.in_(PAUSED_KINDS.get(stage, frozenset())),
            Clock.stopped_at.is_(None),
        )
    ).all()
    for clock in clocks:
        pause_clock(PauseClock(ClockId(clock.id), reason, until, row.id), unit)


def resume_after_request(row: SideRequest, unit: Unit) -> None:
    """End what this request holds; a clock that nothing else holds runs on. Stopped clocks are left alone."""
    held = unit.session.scalars(
        select(ClockPause.clock_id)
        .join(Clock, Clock.id == ClockPause.clock_id)
        .where(ClockPause.subject_id == row.id, ClockPause.ended_at.is_(None), Clock.stopped_at.is_(None))
        .order_by(ClockPause.id)
    ).all()
    for clock_id in held:
        resume_clock(ClockId(clock_id), unit, subject_id=row.id)
