"""Makes the store of figures anew from the database, beside the one in use, which answers until the new one is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, or_, select

from models.case.complaint import Complaint
from models.ledger.trail_event import GENESIS, TrailEvent
from services.figures.read_rows import read_figure_rows
from services.ports.figures import Mark
from services.unit_of_work import Unit, UnitFactory

COMPLAINTS_AT_ONCE = 1_000

Progress = Callable[[int, int], None]


def rebuild_figures(make_unit: UnitFactory, tell: Progress) -> int:
    """How many complaints are in it; `tell` is told after every thousand how many are done, of how many.

    FiguresAway while another process writes, and where the file cannot be written. What comes in meanwhile is taken in by
    the step.
    """
    with make_unit().ports.figures.hold_writing():
        return rebuild_held(make_unit, tell)


def rebuild_held(make_unit: UnitFactory, tell: Progress) -> int:
    """The same for a caller who holds the writing already."""
    with make_unit().reading() as unit:
        # Before the first row is read: an event after it names again what it changed.
        mark = read_head(unit)
        of = unit.session.scalar(select(func.count()).select_from(Complaint)) or 0
    done, last = 0, None
    with make_unit().ports.figures.fill() as filling:
        while True:
            with make_unit().reading() as unit:
                found = _list_in_order_of_receipt(last, unit)
                rows = read_figure_rows([case for case, _ in found], unit) if found else []
            if not found:
                break
            filling.add(rows)
            done, last = done + len(found), found[-1]
            tell(done, of)
        filling.finish(mark)
    return done


def _list_in_order_of_receipt(last: tuple[str, datetime] | None, unit: Unit) -> list[tuple[str, datetime]]:
    """The next complaints with their receipt: rows of a period lie together, and a question about it reads no others.

    One that is given another receipt meanwhile may come twice or not at all, until the event that says so names it again.
    """
    query = select(Complaint.id, Complaint.received_at).order_by(Complaint.received_at, Complaint.id)
    if last is not None:
        after, at = last
        query = query.where(
            Complaint.received_at >= at, or_(Complaint.received_at > at, Complaint.id > after)
        )
    return [(case, at) for case, at in unit.session.execute(query.limit(COMPLAINTS_AT_ONCE))]


def read_head(unit: Unit) -> Mark:
    """The last event of the trail as a mark."""
    last = unit.session.execute(
        select(TrailEvent.seq, TrailEvent.hash).order_by(TrailEvent.seq.desc()).limit(1)
    ).one_or_none()
    now = unit.clock.now()
    return Mark(0, GENESIS, now) if last is None else Mark(last.seq, last.hash, now)


def list_ids_after(last: str, unit: Unit) -> list[str]:
    """The next complaints in the order of their ids; empty at the end."""
    query = select(Complaint.id).where(Complaint.id > last).order_by(Complaint.id).limit(COMPLAINTS_AT_ONCE)
    return list(unit.session.scalars(query))
