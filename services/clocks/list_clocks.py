"""All limits of one case, for whoever tells of several of them: one question, whichever are meant."""

from collections.abc import Collection

from sqlalchemy import select

from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from services.unit_of_work import Unit


def list_clocks(complaint_id: str, unit: Unit) -> list[Clock]:
    """In order of opening."""
    query = select(Clock).where(Clock.complaint_id == complaint_id).order_by(Clock.opened_at, Clock.kind)
    return list(unit.session.scalars(query))


def list_running(complaint_id: str, kinds: Collection[ClockKind], unit: Unit) -> list[Clock]:
    """Those of these kinds that have not stopped, the nearest due first."""
    running = [
        clock for clock in list_clocks(complaint_id, unit) if clock.kind in kinds and clock.stopped_at is None
    ]
    return sorted(running, key=lambda clock: clock.due_at)
