"""Clocks that stand still for a request: those of the stage it is asked in, until the last such request has ended."""

from collections.abc import Sequence

from sqlalchemy import select

from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockPauseReason, RequestState, Stage
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.ground.errors import RuleRefused
from models.ground.ids import ClockId
from services.clocks.pause_clock import PauseClock, pause_clock, resume_clock
from services.requests.request_kind import RequestKind
from services.unit_of_work import Unit

PAUSE_NOT_APPROVED = "PAUSE_NOT_APPROVED"
PAUSED_KINDS = {
    Stage.INTAKE: frozenset({ClockKind.ACCEPTANCE}),
    Stage.INVESTIGATION: frozenset({ClockKind.RESOLVE, ClockKind.INVESTIGATION}),
}


def pause_for_request(kind: RequestKind, row: SideRequest, unit: Unit) -> None:
    """Let the running clocks of the case's stage stand still until the end of its window, besides what else holds them.

    Limits begin anew with each round: one of a kind that `holds_once` lets none stand still twice in a round.

    The one way by which a limit comes to stand still: RuleRefused("PAUSE_NOT_APPROVED") for a request whose kind gives no
    reason for it, or none before somebody approved it.
    """
    reason = None if kind.opening.holds is None else kind.opening.holds(row)
    if reason is None or row.state is not RequestState.OPEN:
        raise RuleRefused(PAUSE_NOT_APPROVED)
    stage = unit.session.get_one(Complaint, row.complaint_id).stage
    clocks = unit.session.scalars(
        select(Clock).where(
            Clock.complaint_id == row.complaint_id,
            Clock.kind.in_(PAUSED_KINDS.get(stage, frozenset())),
            Clock.stopped_at.is_(None),
        )
    ).all()
    held_before = _list_held(clocks, reason, unit) if kind.opening.holds_once else frozenset()
    for clock in clocks:
        if clock.id in held_before:
            continue
        pause_clock(PauseClock(ClockId(clock.id), reason, row.window_ends_at, row.id), unit)


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


def _list_held(clocks: Sequence[Clock], reason: ClockPauseReason, unit: Unit) -> frozenset[str]:
    """Those that stood still for this reason already, or do now."""
    ids = [clock.id for clock in clocks]
    held = select(ClockPause.clock_id).where(ClockPause.clock_id.in_(ids), ClockPause.reason_code == reason)
    return frozenset(unit.session.scalars(held))
