"""Which limits make a complaint late in the ledger: those that the complainant is told of, from receipt to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from models.case.lifecycle import ClockKind, Outcome, Rung
from models.clock.calendar_days import days_between
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.clock.legal_time import beijing_date
from services.ledger.batch import Batch, by_case

# Answered with the case that they went into, or no more wanted: nobody was to end them in time, or to answer them.
NOT_TO_BE_ENDED = frozenset({Outcome.MERGED, Outcome.WITHDRAWN})
TOLD_LIMITS = (ClockKind.ACCEPTANCE, ClockKind.RESOLVE, ClockKind.FEEDBACK)
# The limit of the answer, and until it has begun the ones before it.
_NEARER = {ClockKind.FEEDBACK: 0, ClockKind.RESOLVE: 1, ClockKind.ACCEPTANCE: 2}


class Lateness(StrEnum):
    """How far a complaint is from what its limits ask; for the ledger and whatever counts by it."""

    ON_TIME = "on_time"
    LATE = "late"
    RUNNING = "running"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class ToldLimit:
    """One limit of one round as it ended or runs."""

    kind: ClockKind
    round: int
    due_at: datetime
    stopped_at: datetime | None
    rung: Rung

    def is_over(self, now: datetime) -> bool:
        """Whether its date had passed when it ended, or has passed; one that stands still has not."""
        if self.stopped_at is None and self.rung is Rung.PAUSED:
            return False
        return (self.stopped_at or now) > self.due_at


@dataclass(frozen=True, slots=True)
class StoodStill:
    """The working days on which limits of a complaint stood still, each once, and how many pauses there were."""

    days: frozenset[date] = frozenset()
    pauses: int = 0


def map_limits(batch: Batch) -> dict[str, list[ToldLimit]]:
    """The limits of each case in the order in which they opened."""
    rows = batch.unit.session.execute(
        select(Clock.complaint_id, Clock.kind, Clock.round, Clock.due_at, Clock.stopped_at, Clock.rung)
        .where(Clock.complaint_id.in_(batch.ids), Clock.kind.in_(TOLD_LIMITS))
        .order_by(Clock.complaint_id, Clock.opened_at)
    )
    return by_case(
        (case, ToldLimit(kind, round_no, due, stopped, rung))
        for case, kind, round_no, due, stopped, rung in rows
    )


def find_due(limits: Sequence[ToldLimit]) -> datetime | None:
    """When the first answer is due: by its own limit, before that by the nearest limit that has begun."""
    if not limits:
        return None
    first = min(limit.round for limit in limits)
    of_round = [limit for limit in limits if limit.round == first]
    nearest = min(_NEARER[limit.kind] for limit in of_round)
    return [limit.due_at for limit in of_round if _NEARER[limit.kind] == nearest][-1]


def late_workdays(limits: Sequence[ToldLimit], batch: Batch) -> int | None:
    """Of the limit that was passed by most: whole working days after its day.

    None where none was passed, and where the calendar does not reach as far as one of them.
    """
    days = [
        batch.count_workdays(beijing_date(limit.due_at), beijing_date(limit.stopped_at or batch.now))
        for limit in limits
        if limit.is_over(batch.now)
    ]
    known = [number for number in days if number is not None]
    return max(known, default=None) if len(known) == len(days) else None


def map_stood_still(batch: Batch) -> dict[str, StoodStill]:
    """Of the cases whose limits ever did. One request may hold several limits: it is one pause, which goes on through today."""
    rows = batch.unit.session.execute(
        select(Clock.complaint_id, ClockPause.started_at, ClockPause.ended_at, ClockPause.subject_id)
        .join(ClockPause, ClockPause.clock_id == Clock.id)
        .where(Clock.complaint_id.in_(batch.ids), Clock.kind.in_(TOLD_LIMITS))
    )
    found = by_case((case, (started, ended, subject)) for case, started, ended, subject in rows)
    return {
        case: StoodStill(
            frozenset(
                day
                for started, ended, _ in pauses
                for day in days_between(beijing_date(started), beijing_date(ended or batch.now))
                if day.year in batch.calendar.years and batch.calendar.is_workday(day)
            ),
            len({subject or started for started, _, subject in pauses}),
        )
        for case, pauses in found.items()
    }
