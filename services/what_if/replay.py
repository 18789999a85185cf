"""A limit that ran, computed under another rule with its real beginning, pauses and extensions: by the code that computes clocks.

Nothing is counted here: `services/clocks/counting.py` counts, for clocks that run and for these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.case.lifecycle import ClockKind, Rung
from models.clock.calendar_days import CalendarYearMissing
from models.clock.clock_ladder import Ladder
from models.ground.what_if_codes import NotReplayed
from services.clocks.channel_limit import earlier_of
from services.clocks.counting import (
    Counted,
    count_limit,
    due_after_standstill,
    due_with_more,
    stood_still_since,
)


@dataclass(frozen=True, slots=True)
class RealPause:
    """A pause as it was."""

    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class MoreDays:
    """An extension: so many days more, which moved the clock at `at`."""

    at: datetime
    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class RanClock:
    """A limit of a case as it ran. `amount` and `unit` are what was told; `is_granted`: its days came from a decision.

    `key` and `complexity` are those of its limit, `channel` is what its explanation says of the channel's date.
    """

    id: str
    kind: ClockKind
    round: int
    key: str
    complexity: str
    amount: int
    unit: str
    is_granted: bool
    opened_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    rung: Rung
    not_after: datetime | None = None
    channel: Mapping[str, object] | None = None
    pauses: Sequence[RealPause] = ()
    more: Sequence[MoreDays] = ()
    unknown: NotReplayed | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """How much a limit is."""

    amount: int
    unit: str


def due_under(clock: RanClock, days: Days, ladder: Ladder) -> datetime:
    """When it would have been due. CalendarYearMissing where the work calendar does not reach so far."""
    limit = Counted(clock.kind, clock.opened_at, days.amount, days.unit, clock.not_after)
    _, own_due = count_limit(limit, ladder)
    for change in _list_changes(clock):
        if isinstance(change, MoreDays):
            own_due = due_with_more(own_due, change.amount, change.unit, ladder)
        else:
            own_due = due_after_standstill(own_due, *change, ladder)
    return earlier_of(own_due, None if clock.channel is None else dict(clock.channel))


def why_not(clock: RanClock, ladder: Ladder) -> NotReplayed | None:
    """Why it cannot be computed under another rule: under the rule that it ran by, it must come to the date that was told."""
    if clock.unknown is not None:
        return clock.unknown
    try:
        told = due_under(clock, Days(clock.amount, clock.unit), ladder)
    except CalendarYearMissing:
        return NotReplayed.BEYOND_CALENDAR
    return None if told == clock.due_at else NotReplayed.TOLD_OTHERWISE


def _list_changes(clock: RanClock) -> list[MoreDays | tuple[datetime, datetime]]:
    """What moved its date, in the order in which it did: extensions, and from when to when it stood still."""
    ended = sorted(_list_ended(clock), key=lambda one: one[0])
    changes: list[tuple[datetime, MoreDays | tuple[datetime, datetime]]] = [
        (more.at, more) for more in clock.more
    ]
    for place, (until, pause) in enumerate(ended):
        ends_with_another = any(at == until for at, _ in ended[place + 1 :])
        if ends_with_another or any(_holds(other, until) for other in clock.pauses):
            continue
        earlier = [one for _, one in reversed(ended[:place])]
        changes.append((until, (stood_still_since(pause, earlier), until)))
    return [change for _, change in sorted(changes, key=lambda one: one[0])]


def _list_ended(clock: RanClock) -> list[tuple[datetime, RealPause]]:
    """Pauses with their ends. One that the end of the limit ended moved nothing, nor does one that goes on."""
    return [
        (pause.ended_at, pause)
        for pause in clock.pauses
        if pause.ended_at is not None and (clock.stopped_at is None or pause.ended_at < clock.stopped_at)
    ]


def _holds(other: RealPause, at: datetime) -> bool:
    """Whether this one went on when another ended."""
    return other.started_at < at and (other.ended_at is None or other.ended_at > at)
