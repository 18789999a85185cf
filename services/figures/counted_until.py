"""Whether the store of figures has taken in what a number that is frozen must hold: pages say of when they are, paper stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from models.clock.legal_time import at_time
from models.ground.errors import FiguresAway, FiguresBehind
from models.ledger.trail_event import TrailEvent
from services.figures.append_step import knows
from services.ports.figures import Mark
from services.unit_of_work import Unit, UnitOfWork

# The workers take in what happened every few seconds; what is not in after so long stands still.
TAKEN_IN_WITHIN = timedelta(minutes=15)


def require_counted(ends: date, unit_of_work: UnitOfWork) -> None:
    """Before figures of days up to `ends` are asked for and frozen.

    FiguresBehind where an event of those days, or one older than TAKEN_IN_WITHIN, is not in the store yet; FiguresAway where
    there is none.
    """
    mark = unit_of_work.ports.figures.find_mark()
    if mark is None:
        raise FiguresAway
    with unit_of_work.reading() as unit:
        now, over = unit.clock.now(), at_time(ends + timedelta(days=1), "00:00")
        until = max(over, now - TAKEN_IN_WITHIN) if over <= now else now - TAKEN_IN_WITHIN
        oldest = find_uncounted(mark, unit)
        if not knows(mark, unit) or (oldest is not None and oldest < until):
            raise FiguresBehind


def find_uncounted(mark: Mark | None, unit: Unit) -> datetime | None:
    """The moment of the first event that the store has not taken in; None where it has taken in all."""
    since = 0 if mark is None else mark.seq
    return unit.session.scalar(
        select(TrailEvent.at).where(TrailEvent.seq > since).order_by(TrailEvent.seq).limit(1)
    )
