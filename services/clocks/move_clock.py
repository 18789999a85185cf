"""Moving of a clock's due moment by a recorded decision."""

from dataclasses import dataclass
from datetime import datetime

from models.case.lifecycle import ClockMoveReason
from models.clock.clock import Clock
from models.clock.clock_ladder import Ladder
from models.clock.legal_time import as_iso, beijing_date
from models.ground.errors import RuleRefused
from models.ground.ids import ClockId
from services.clocks.case_clock import refresh_case_clock, tell_watch
from services.clocks.channel_limit import earlier_of, own_due_of
from services.clocks.get_clock import get_running_clock
from services.clocks.office_ladder import load_ladder
from services.unit_of_work import Unit

DUE_DATE_NOT_LATER = "DUE_DATE_NOT_LATER"


@dataclass(frozen=True, slots=True)
class MoveClock:
    """A new due moment and the fact behind it."""

    clock_id: ClockId
    due_at: datetime
    reason: ClockMoveReason


def move_clock(command: MoveClock, unit: Unit) -> Clock:
    """Give a running clock a later due moment; the original one is kept, and so is the channel's where that counts.

    RuleRefused(DUE_DATE_NOT_LATER) for an earlier or equal one: a told deadline is never shortened.
    """
    clock = get_running_clock(command.clock_id, unit)
    if command.due_at <= own_due_of(clock):
        raise RuleRefused(DUE_DATE_NOT_LATER)
    ladder = load_ladder(unit.session)
    set_due(clock, command.due_at, command.reason, ladder)
    clock.version += 1
    unit.session.flush()
    tell_watch(clock, unit)
    refresh_case_clock(clock.complaint_id, ladder, unit)
    return clock


def set_due(clock: Clock, due_at: datetime, reason: ClockMoveReason, ladder: Ladder) -> None:
    """Write the new due moment and the move into the explanation; the channel's earlier date goes on to count."""
    channel = clock.explanation.get("channel")
    if channel is not None:
        channel = {**channel, "own_due_at": as_iso(due_at)}
        clock.explanation = clock.explanation | {"channel": channel}
        due_at = earlier_of(due_at, channel)
        if due_at == clock.due_at:
            return
    move = {"from": as_iso(clock.due_at), "to": as_iso(due_at), "reason": reason.value}
    clock.explanation = clock.explanation | {"moves": [*clock.explanation["moves"], move]}
    clock.due_at = due_at
    clock.is_provisional = ladder.calendar.is_provisional(beijing_date(due_at))
