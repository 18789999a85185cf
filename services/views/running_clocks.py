"""The limits of a case that run, as its first page tells them; how each date came about stands in case_clocks.py."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.lifecycle import ClockKind, Rung
from models.clock.clock import Clock
from services.clocks.office_ladder import load_ladder, rungs_now
from services.clocks.owner_limit import limit_key_of
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class RunningClock:
    """`seconds_left` is negative when overdue; `limit_key` names a limit of the office's own."""

    clock_id: str
    kind: ClockKind
    limit_key: str | None
    due_at: datetime
    rung: Rung
    seconds_left: float


def list_running_clocks(complaint_id: str, unit: Unit) -> list[RunningClock]:
    """The nearest first; as many queries for ten as for one."""
    clocks = unit.session.scalars(
        select(Clock)
        .where(Clock.complaint_id == complaint_id, Clock.stopped_at.is_(None))
        .order_by(Clock.due_at, Clock.kind)
    ).all()
    now = unit.clock.now()
    rungs = rungs_now(clocks, now, load_ladder(unit.session), unit.session)
    return [
        RunningClock(
            clock.id,
            clock.kind,
            limit_key_of(clock),
            clock.due_at,
            rungs[clock.id],
            (clock.due_at - now).total_seconds(),
        )
        for clock in clocks
    ]
