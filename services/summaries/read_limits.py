"""Which limits of cases were kept: those that were met, and those that were passed before they ended or run on after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from models.case.lifecycle import LEGAL_CLOCK_KINDS, ClockKind, ClockStopReason, Rung
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from services.summaries.count_case import EndedLimit
from services.unit_of_work import Unit

_COUNTED_LIMITS = LEGAL_CLOCK_KINDS | {ClockKind.FIRST_CONTACT, ClockKind.RETURN_VISIT}
# With these nothing was left to be done: a limit that ended so before its day was never to be kept.
_WITHOUT_BEING_MET = frozenset(
    {
        ClockStopReason.MATTERS_RETURNED,
        ClockStopReason.WITHDRAWN,
        ClockStopReason.STAGE_LEFT,
        ClockStopReason.ARCHIVED,
        ClockStopReason.CANCELLED,
        ClockStopReason.CANCELLED_ELSEWHERE,
        ClockStopReason.LAPSED,
        ClockStopReason.EXPIRED,
    }
)


def read_limits(ids: Collection[str], unit: Unit) -> defaultdict[str, list[EndedLimit]]:
    """By case, in one statement; one that stands still is not over."""
    now = unit.clock.now()
    found: defaultdict[str, list[EndedLimit]] = defaultdict(list)
    query = select(
        Clock.complaint_id, Clock.kind, Clock.due_at, Clock.stopped_at, Clock.stop_reason, Clock.rung
    ).where(Clock.complaint_id.in_(ids), Clock.kind.in_(_COUNTED_LIMITS))
    for complaint_id, kind, due_at, stopped_at, reason, rung in unit.session.execute(query):
        is_late = due_at < (stopped_at or now) and (stopped_at is not None or rung is not Rung.PAUSED)
        if is_late or (stopped_at is not None and reason not in _WITHOUT_BEING_MET):
            found[complaint_id].append(EndedLimit(kind, beijing_date(due_at), is_late))
    return found
