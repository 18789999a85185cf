"""The sweep: a clock that no watch of a diagram looks at is looked at all the same.

An owner's step before a stage, a run that was lost or an engine that is away leave a limit without its watch.
"""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from models.clock.clock import Clock
from services.actor import SYSTEM
from services.clocks.get_clock import get_clock
from services.unit_of_work import UnitFactory
from services.watch.look_at_clock import look_at_clock
from services.watch.sweep import BATCH, GRACE, Swept, Unwatched, sweep

ClockMoment = tuple[str, datetime | None]


def sweep_clocks_step(make_unit: UnitFactory, unwatched: Unwatched, grace: timedelta = GRACE) -> Swept:
    """Look at the running clocks whose moment has passed, or that were never looked at, for `grace` and more.

    By the same rules as a watch, but nothing is thrown in a diagram: a watch that comes later does that.
    """
    with make_unit().reading() as unit:
        moment = unit.ports.system_clock.now()
        due = [
            (row.id, row.check_at)
            for row in unit.session.execute(
                select(Clock.id, Clock.check_at)
                .where(
                    Clock.stopped_at.is_(None),
                    or_(Clock.check_at.is_(None), Clock.check_at <= unit.clock.now()),
                )
                .order_by(Clock.check_at, Clock.id)
                .limit(BATCH)
            )
        ]
    return sweep(due, unwatched.list_late(due, moment, grace), lambda entry: _look(entry, make_unit))


def _look(entry: ClockMoment, make_unit: UnitFactory) -> bool:
    clock_id, check_at = entry
    with make_unit() as unit:
        clock = get_clock(clock_id, unit)
        # A watch that looked meanwhile has set another moment.
        if clock.stopped_at is not None or clock.check_at != check_at:
            return False
        look_at_clock(clock, unit, SYSTEM)
        return True
