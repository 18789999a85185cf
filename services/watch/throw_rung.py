"""The escalation of a rung: thrown at most once, by the job of a watch, also when the sweep announced it before."""

from models.case.lifecycle import Announce, Rung
from services.unit_of_work import Unit
from services.watch.look_at_clock import ANNOUNCEMENTS, Look

STANDING_STILL = frozenset({Rung.STOPPED, Rung.PAUSED})


def throw_rung(look: Look, job_key: str, unit: Unit) -> Announce:
    """Mark the highest announced rung that no watch has thrown, and say it; NONE when there is nothing to throw.

    A rung below one that was thrown is never thrown any more, and a clock that stands still throws nothing.
    """
    if look.rung in STANDING_STILL:
        return Announce.NONE
    for step in reversed(ANNOUNCEMENTS):
        row = look.rungs.get(step)
        if row is None or row.announced_at is None:
            continue
        if row.thrown_at is not None:
            return Announce.NONE
        row.thrown_at, row.job_key = unit.clock.now(), job_key
        return ANNOUNCEMENTS[step]
    return Announce.NONE
