"""Giving a clock more days by a decision: counted from the due day as it stands, the original one is kept."""

from dataclasses import dataclass
from datetime import datetime

from models.case.lifecycle import ClockMoveReason
from models.clock.clock import Clock
from models.clock.deadline import CALENDAR_DAYS, WORKING_DAYS
from models.ground.ids import ClockId
from services.clocks.channel_limit import own_due_of
from services.clocks.counting import due_with_more
from services.clocks.get_clock import get_running_clock
from services.clocks.move_clock import MoveClock, move_clock
from services.clocks.office_ladder import load_ladder
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class ExtendClock:
    """`amount` more days in `unit` (wd or cd), and the fact behind it."""

    clock_id: ClockId
    amount: int
    unit: str
    reason: ClockMoveReason


def extend_clock(command: ExtendClock, unit: Unit) -> Clock:
    """Move the due moment by the amount, at the close of business of a workday.

    ValueError for an amount below 1 or an unknown unit, RuleRefused for a stopped clock.
    """
    if command.unit not in (WORKING_DAYS, CALENDAR_DAYS) or command.amount < 1:
        raise ValueError("an extension is an amount of 1 or more, in wd or cd")
    clock = get_running_clock(command.clock_id, unit)
    return move_clock(
        MoveClock(command.clock_id, due_if_extended(clock, command, unit), command.reason), unit
    )


def due_if_extended(clock: Clock, command: ExtendClock, unit: Unit) -> datetime:
    """When it would be due by our own limit, from where it stands now; nothing changes."""
    return due_with_more(own_due_of(clock), command.amount, command.unit, load_ladder(unit.session))
