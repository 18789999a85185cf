"""How long a notice waits for its next attempt, and the others of its way while it is in doubt."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchState
from models.ground.ways import Way
from services.unit_of_work import Unit, UnitFactory

FIRST_WAIT_SECONDS = 15.0
LONGEST_WAIT_SECONDS = 900.0
# Longer than any carrier may take: an attempt that began earlier and is not settled was cut off.
LEASE_SECONDS = 180.0


def after(times: int, unit: Unit) -> datetime:
    """Each time in a row doubles the wait."""
    wait = min(FIRST_WAIT_SECONDS * 2 ** min(max(times - 1, 0), 10), LONGEST_WAIT_SECONDS)
    return later(wait, unit)


def later(seconds: float, unit: Unit) -> datetime:
    """By the machine: an office that stands still or jumps changes no wait."""
    return unit.ports.system_clock.now() + timedelta(seconds=seconds)


def rest_way(dispatch_id: str, make_unit: UnitFactory) -> None:
    """While this one is in doubt the others of its way wait: longer with each that its carrier made doubtful in a row.

    One in which the program failed counts as one of those. A doubt that an end of the process left says nothing of the
    carrier, and holds nobody up.
    """
    with make_unit() as unit:
        row = unit.session.get_one(Dispatch, dispatch_id, with_for_update=True)
        if row.state is DispatchState.IN_DOUBT:
            row.next_try_at = after(_count_doubts(row.way, unit), unit)


def _count_doubts(way: Way, unit: Unit) -> int:
    """How many of this way came into doubt since the last one that was taken."""
    doubts = select(func.count()).where(Dispatch.way == way, Dispatch.state == DispatchState.IN_DOUBT)
    taken = select(func.max(Dispatch.taken_at)).where(Dispatch.way == way).scalar_subquery()
    since = or_(taken.is_(None), Dispatch.state_at > taken)
    return unit.session.scalars(doubts.where(since)).one()
