"""The workers' step that keeps the store of figures up with the trail: what newer events name is read anew and replaced.

Numbers of the trail have no gaps and become visible in their order (models/ledger/trail_event.py), so the last one that was
seen is enough to know what is new. A row is read after the events that name it: it is as new as they are, or newer, and then
a later event names it again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.errors import FiguresAway
from models.ledger.trail_event import GENESIS, TrailEvent
from services.figures.office_events import changes_all, list_of_moved_staff
from services.figures.read_rows import read_figure_rows
from services.figures.rebuild import Progress, rebuild_held
from services.ports.figures import Mark
from services.unit_of_work import Unit, UnitFactory

# Events of one round; at most as many complaints are read and written in one transaction of the store. To find their rows takes
# about as long for a few as for all of them, so a busy day is taken in in few rounds.
EVENTS_AT_ONCE = 5_000


def append_figures_step(make_unit: UnitFactory, is_ending: Callable[[], bool] = lambda: False) -> int:
    """One round; how many complaints were replaced, and 0 where all that is new was taken in or another process writes.

    A store that is missing, of another shape or of another trail than the database's (a copy that was put back, another
    office) is made anew, and that is given up where `is_ending` says so. FiguresAway where its file cannot be had.
    """
    store = make_unit().ports.figures
    try:
        with store.hold_writing():
            mark = store.find_mark()
            with make_unit().reading() as unit:
                is_known = mark is not None and knows(mark, unit)
            if mark is None or not is_known:
                rebuild_held(make_unit, _giving_up(is_ending))
                return 0
            return _append(mark, _giving_up(is_ending), make_unit)
    except FiguresAway:
        if store.find_mark() is None:
            raise
        return 0


def _giving_up(is_ending: Callable[[], bool]) -> Progress:
    def tell(_done: int, _of: int) -> None:
        if is_ending():
            raise FiguresAway

    return tell


def knows(mark: Mark, unit: Unit) -> bool:
    """Whether the trail of this database has come past this mark."""
    if mark.seq == 0:
        return mark.hash == GENESIS
    return unit.session.scalar(select(TrailEvent.hash).where(TrailEvent.seq == mark.seq)) == mark.hash


def _append(mark: Mark, tell: Progress, make_unit: UnitFactory) -> int:
    with make_unit().reading() as unit:
        events = unit.session.execute(
            select(TrailEvent.seq, TrailEvent.complaint_id, TrailEvent.hash, TrailEvent.kind)
            .where(TrailEvent.seq > mark.seq)
            .order_by(TrailEvent.seq)
            .limit(EVENTS_AT_ONCE)
        ).all()
        if not events:
            return 0
        kinds = {event.kind for event in events}
        if changes_all(kinds):
            rebuild_held(make_unit, tell)
            return 0
        named = {event.complaint_id for event in events if event.complaint_id is not None}
        named |= {*list_of_moved_staff(kinds, mark.seq, unit)}
        ids = sorted(named - _keep_destroyed(named, unit))
        rows = read_figure_rows(ids, unit) if ids else []
        later = Mark(events[-1].seq, events[-1].hash, _read_at(unit))
    make_unit().ports.figures.replace(ids, rows, later)
    return len(ids) if len(events) == EVENTS_AT_ONCE else 0


def _keep_destroyed(named: set[str], unit: Unit) -> set[str]:
    """Whose files are destroyed: what was counted of them stays, as their rows do not tell all of it any more."""
    query = select(Complaint.id).where(Complaint.id.in_(named), Complaint.destroyed_at.is_not(None))
    destroyed = list(unit.session.scalars(query)) if named else []
    return set(unit.ports.figures.read_rows(destroyed)) if destroyed else set()


def _read_at(unit: Unit) -> datetime:
    return unit.clock.now()
