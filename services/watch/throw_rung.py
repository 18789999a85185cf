"""The escalation of a rung: thrown at most once, by the job of a watch, also when the sweep announced it before."""

from sqlalchemy import select

from models.case.lifecycle import Announce, Rung
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from services.unit_of_work import Unit

# What a watch throws, the lowest first.
ANNOUNCEMENTS = {Rung.NEAR: Announce.NEAR, Rung.OVER: Announce.OVER}
STANDING_STILL = frozenset({Rung.STOPPED, Rung.PAUSED})


def throw_rung(clock: Clock, rung: Rung, job_key: str, unit: Unit) -> Announce:
    """Mark the highest announced rung that no watch has thrown, and say it; NONE when there is nothing to throw.

    A rung below one that was thrown is never thrown any more, and a clock that stands still throws nothing.
    """
    if rung in STANDING_STILL:
        return Announce.NONE
    rows = {
        row.rung: row
        for row in unit.session.scalars(
            select(ClockRung).where(ClockRung.clock_id == clock.id, ClockRung.due_at == clock.due_at)
        )
    }
    for step in reversed(ANNOUNCEMENTS):
        row = rows.get(step)
        if row is None or row.announced_at is None:
            continue
        if row.thrown_at is not None:
            return Announce.NONE
        row.thrown_at, row.job_key = unit.clock.now(), job_key
        return ANNOUNCEMENTS[step]
    return Announce.NONE
