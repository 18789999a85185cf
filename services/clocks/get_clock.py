"""Fetching of a clock for a change, locked against others."""

from sqlalchemy import select

from models.clock import Clock
from models.errors import NotFound, RuleRefused
from services.unit_of_work import Unit

CLOCK_STOPPED = "CLOCK_STOPPED"


def get_clock(unit: Unit, clock_id: str) -> Clock:
    """The row, locked until the unit ends; NotFound for an unknown id."""
    clock = unit.session.scalars(select(Clock).where(Clock.id == clock_id).with_for_update()).one_or_none()
    if clock is None:
        raise NotFound()
    return clock


def get_running_clock(unit: Unit, clock_id: str) -> Clock:
    """The row, locked; RuleRefused(CLOCK_STOPPED) when it does not run any more."""
    clock = get_clock(unit, clock_id)
    if clock.stopped_at is not None:
        raise RuleRefused(CLOCK_STOPPED)
    return clock
