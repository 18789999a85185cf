"""Fetching of a clock for a change, locked against others."""

from sqlalchemy import or_, select

from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.ground.errors import NotFound, RuleRefused
from services.unit_of_work import Unit

CLOCK_STOPPED = "CLOCK_STOPPED"


def get_clock(clock_id: str, unit: Unit) -> Clock:
    """The row, locked until the unit ends, by its id or by what its watch calls it; NotFound for an unknown one."""
    clock = find_clock(clock_id, unit)
    if clock is None:
        raise NotFound()
    return clock


def find_clock(clock_id: str, unit: Unit) -> Clock | None:
    """As get_clock."""
    return unit.session.scalars(
        select(Clock).where(or_(Clock.id == clock_id, Clock.watch_key == clock_id)).with_for_update()
    ).one_or_none()


def get_running_clock(clock_id: str, unit: Unit) -> Clock:
    """The row, locked; RuleRefused(CLOCK_STOPPED) when it does not run any more."""
    clock = get_clock(clock_id, unit)
    if clock.stopped_at is not None:
        raise RuleRefused(CLOCK_STOPPED)
    return clock


def find_running_clock(complaint_id: str, kind: ClockKind, unit: Unit) -> Clock | None:
    """The clock of this kind that is not stopped."""
    return unit.session.scalars(
        select(Clock)
        .where(Clock.complaint_id == complaint_id, Clock.kind == kind, Clock.stopped_at.is_(None))
        .order_by(Clock.round.desc())
        .limit(1)
    ).one_or_none()


def find_latest_clock(complaint_id: str, kind: ClockKind, round_no: int, unit: Unit) -> Clock | None:
    """The clock of this kind in this round, one that runs before one that has stopped, then the newest."""
    return unit.session.scalars(
        select(Clock)
        .where(Clock.complaint_id == complaint_id, Clock.kind == kind, Clock.round == round_no)
        .order_by(Clock.stopped_at.is_not(None), Clock.opened_at.desc())
        .limit(1)
    ).first()
