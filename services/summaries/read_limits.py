"""Which limits of cases were kept: those that have ended, and those that run on after their moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from models.case.lifecycle import LEGAL_CLOCK_KINDS, ClockKind, Rung
from models.clock.clock import Clock
from services.summaries.count_case import EndedLimit
from services.unit_of_work import Unit

_COUNTED_LIMITS = LEGAL_CLOCK_KINDS | {ClockKind.FIRST_CONTACT, ClockKind.RETURN_VISIT}


def read_limits(ids: Collection[str], unit: Unit) -> defaultdict[str, list[EndedLimit]]:
    """By case, in one statement; one that stands still is not over."""
    now = unit.clock.now()
    found: defaultdict[str, list[EndedLimit]] = defaultdict(list)
    query = select(Clock.complaint_id, Clock.kind, Clock.due_at, Clock.stopped_at, Clock.rung).where(
        Clock.complaint_id.in_(ids), Clock.kind.in_(_COUNTED_LIMITS)
    )
    for complaint_id, kind, due_at, stopped_at, rung in unit.session.execute(query):
        is_late = due_at < (stopped_at or now) and (stopped_at is not None or rung is not Rung.PAUSED)
        if stopped_at is not None or is_late:
            found[complaint_id].append(EndedLimit(kind, is_late))
    return found
