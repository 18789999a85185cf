"""How a limit is counted and what moves its date, of values alone: for clocks that run, and for what another rule would give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from models.case.lifecycle import ClockKind
from models.clock.clock_ladder import Ladder
from models.clock.deadline import WORKING_DAYS, DeadlineAnswer, Limit, compute_deadline
from models.clock.legal_time import at_time, beijing_date

# Their day of receipt moves to the next workday when the complaint came late or on a day of rest.
COUNTED_FROM_RECEIPT = frozenset({ClockKind.ACCEPTANCE, ClockKind.FIRST_CONTACT})


@dataclass(frozen=True, slots=True)
class Counted:
    """A limit as it is counted: so many days in `unit`, from `opened_at`; `not_after` is an end that it may not pass."""

    kind: ClockKind
    opened_at: datetime
    amount: int
    unit: str
    not_after: datetime | None = None


class StoodStill(Protocol):
    """A pause: a row, or what was read of one."""

    @property
    def started_at(self) -> datetime:
        """When it began."""

    @property
    def ended_at(self) -> datetime | None:
        """When it ended; None while it goes on."""


def count_limit(counted: Counted, ladder: Ladder) -> tuple[DeadlineAnswer, datetime]:
    """Every day of the limit, and when it is due by it: at the end that it may not pass where that is earlier."""
    limit = Limit(
        amount=counted.amount,
        unit=counted.unit,
        cutoff=ladder.hours.closes,
        # No part of a working day is left for a limit of the same day that begins in the evening.
        intake_shift=counted.kind in COUNTED_FROM_RECEIPT or counted.amount == 0,
    )
    deadline = compute_deadline(counted.opened_at, limit, ladder.calendar)
    due_at = datetime.fromisoformat(deadline["due_at"])
    return deadline, due_at if counted.not_after is None else min(due_at, counted.not_after)


def due_after_standstill(own_due: datetime, since: datetime, until: datetime, ladder: Ladder) -> datetime:
    """When it is due if it stood still between both; as before where no working day lies between."""
    paused_days = ladder.calendar.count_workdays(beijing_date(since), beijing_date(until))
    if not paused_days:
        return own_due
    return at_time(ladder.calendar.add_workdays(beijing_date(own_due), paused_days), ladder.hours.closes)


def due_with_more(own_due: datetime, amount: int, unit: str, ladder: Ladder) -> datetime:
    """When it is due with so many days more in `unit`; a last day of rest moves on."""
    return at_time(_later_day(beijing_date(own_due), amount, unit, ladder), ladder.hours.closes)


def stood_still_since(last: StoodStill, earlier: Iterable[StoodStill]) -> datetime:
    """The beginning of the unbroken chain of pauses that ends with `last`: shared time counts once.

    `earlier` are the other pauses of the clock, the one that ended last first.
    """
    since = last.started_at
    for pause in earlier:
        if pause.ended_at is not None and pause.ended_at >= since:
            since = min(since, pause.started_at)
    return since


def _later_day(due_day: date, amount: int, unit: str, ladder: Ladder) -> date:
    if unit == WORKING_DAYS:
        return ladder.calendar.add_workdays(due_day, amount)
    day = due_day + timedelta(days=amount)
    return day if ladder.calendar.is_workday(day) else ladder.calendar.next_workday(day)
