"""Stopping of a clock when the fact that its limit waits for is recorded."""

from dataclasses import dataclass
from datetime import datetime

from models.case.lifecycle import ClockKind, ClockStopReason, Rung
from models.clock.clock import Clock
from models.ground.ids import ClockId
from services.clocks.case_clock import refresh_case_clock, tell_watch
from services.clocks.get_clock import find_running_clock, get_clock
from services.clocks.office_ladder import list_open_pauses, load_ladder
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class EnteredFact:
    """A fact that somebody enters by hand, with the moment `at` which it was."""

    reason: ClockStopReason
    at: datetime


@dataclass(frozen=True, slots=True)
class StopClock:
    """The clock and the fact that ends it, now unless it tells another moment."""

    clock_id: ClockId
    reason: ClockStopReason | EnteredFact


def stop_clock(command: StopClock, unit: Unit) -> Clock:
    """Stop the clock, in the caller's unit, not before it opened; a stopped one stays as it was.

    An open pause ends with it.
    """
    clock = get_clock(command.clock_id, unit)
    if clock.stopped_at is not None:
        return clock
    now = unit.clock.now()
    for pause in list_open_pauses(unit.session, [clock.id]):
        pause.ended_at = now
    clock.stopped_at, reason = _fact(command.reason, clock, now)
    clock.stop_reason = reason.value
    clock.rung = Rung.STOPPED
    clock.check_at = None
    clock.version += 1
    unit.session.flush()
    tell_watch(clock, unit)
    refresh_case_clock(clock.complaint_id, load_ladder(unit.session), unit)
    return clock


def _fact(
    told: ClockStopReason | EnteredFact, clock: Clock, now: datetime
) -> tuple[datetime, ClockStopReason]:
    if isinstance(told, EnteredFact):
        return max(told.at, clock.opened_at), told.reason
    return now, told


def stop_running_clock(
    complaint_id: str, kind: ClockKind, reason: ClockStopReason | EnteredFact, unit: Unit
) -> None:
    """Stop the clock of this kind if one runs; a case without such a clock is left alone."""
    clock = find_running_clock(complaint_id, kind, unit)
    if clock is not None:
        stop_clock(StopClock(ClockId(clock.id), reason), unit)
