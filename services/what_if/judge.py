"""One limit judged twice: as it ran, and as it would have under a candidate; late is what the ledger calls late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog

from models.clock.calendar_days import CalendarYearMissing
from models.clock.clock_ladder import Ladder
from models.ground.what_if_codes import NotReplayed
from services.ledger.limits import ToldLimit
from services.what_if.candidate import Candidate, LimitCandidate
from services.what_if.replay import Days, RanClock, due_under, why_not

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bench:
    """By what is judged: the candidate, the ladder of today, the one under the candidate, and of when the answer is."""

    candidate: Candidate
    today: Ladder
    then: Ladder
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """A limit with its date under the candidate, and whether it was late before and is then."""

    clock: RanClock
    due_after: datetime
    was_late: bool
    is_late: bool


def judge(clock: RanClock, bench: Bench, days: Days | None = None) -> Judged | NotReplayed:
    """Under `days` where the candidate says them limit by limit; why not, where it cannot be computed."""
    try:
        return _judge(clock, bench, days)
    except Exception as fault:
        # One limit that nobody foresaw must not stop its question, and all that wait behind it, for ever.
        _log.warning("limit_not_replayed", clock=clock.id, error_type=type(fault).__name__)
        return NotReplayed.NOT_COMPUTABLE


def _judge(clock: RanClock, bench: Bench, days: Days | None) -> Judged | NotReplayed:
    obstacle = why_not(clock, bench.today)
    if obstacle is not None:
        return obstacle
    try:
        due_after = due_under(clock, _days(clock, bench.candidate, days), bench.then)
    except CalendarYearMissing:
        return NotReplayed.BEYOND_CALENDAR
    return Judged(clock, due_after, _is_late(clock, clock.due_at, bench), _is_late(clock, due_after, bench))


def _days(clock: RanClock, candidate: Candidate, days: Days | None) -> Days:
    """Days that a decision granted stay as many, in the unit of the limit."""
    if isinstance(candidate, LimitCandidate):
        days = Days(candidate.amount, candidate.unit)
    if days is None:
        return Days(clock.amount, clock.unit)
    return Days(clock.amount if clock.is_granted else days.amount, days.unit)


def _is_late(clock: RanClock, due_at: datetime, bench: Bench) -> bool:
    return ToldLimit(clock.kind, clock.round, due_at, clock.stopped_at, clock.rung).is_over(bench.at)
