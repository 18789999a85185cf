"""How far the machine's clock is off: from the record of the office, the database's server and the engine's (SE-46).

Dates that the law counts come from this clock, so that a wrong one is told at the start, in the log and with the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.ledger.trail_event import TrailEvent
from services.health.watched_part import Part
from services.unit_of_work import Unit

# The engine tells its time in whole seconds, and an answer may be late by some.
OFF_SECONDS = 10.0
# A start is refused when the clock stands so long before the last event: every date written would be wrong.
FAR_BEHIND = timedelta(days=1)
BEHIND_RECORD = "clock_behind_record_seconds"
OFF_DATABASE = "clock_off_database_seconds"
OFF_ENGINE = "clock_off_engine_seconds"
FIGURES = (BEHIND_RECORD, OFF_DATABASE, OFF_ENGINE)

_log = structlog.get_logger(__name__)


def read_behind_record(session: Session, now: datetime) -> timedelta:
    """How long before the last event of the trail the office's moment `now` stands; zero where it is after it."""
    last = session.scalars(select(TrailEvent.at).order_by(TrailEvent.seq.desc()).limit(1)).one_or_none()
    return timedelta(0) if last is None else max(last - now, timedelta(0))


def read_database_skew(unit: Unit) -> dict[str, float | None]:
    """Against the record, and against the server's clock where the database has one of its own."""
    behind = read_behind_record(unit.session, unit.clock.now()).total_seconds()
    off: float | None = None
    if unit.session.get_bind().dialect.name == "postgresql":
        theirs = unit.session.scalars(select(func.clock_timestamp())).one()
        off = round((unit.ports.system_clock.now() - theirs).total_seconds(), 1)
    return {BEHIND_RECORD: round(behind, 1), OFF_DATABASE: off}


def read_engine_skew(theirs: datetime | None, now: datetime) -> dict[str, float | None]:
    """Against what the engine's answer says; None when it says nothing."""
    return {OFF_ENGINE: None if theirs is None else round((now - theirs).total_seconds(), 1)}


def list_skews(parts: Mapping[str, Part]) -> dict[str, float]:
    """The figures of a state that say that the clock is off."""
    figures = {name: value for part in parts.values() for name, value in part.figures.items()}
    seen = {name: figures.get(name) for name in FIGURES}
    return {
        name: float(value)
        for name, value in seen.items()
        if isinstance(value, int | float) and abs(value) > OFF_SECONDS
    }


def warn_of_clock_step(read_parts: Callable[[], Mapping[str, Part]]) -> int:
    """A line for each clock that this machine's is off from; looks again by itself."""
    for name, seconds in list_skews(read_parts()).items():
        _log.warning("clock_is_off", kind=name, seconds=seconds)
    return 0
