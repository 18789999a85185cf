"""Stops the running clock of a kind when its fact is recorded."""

from models.case.lifecycle import ClockKind, ClockStopReason
from models.ground.ids import ClockId
from services.casefile.get_case import find_running_clock
from services.clocks.stop_clock import StopClock, stop_clock
from services.unit_of_work import Unit


def stop_running_clock(complaint_id: str, kind: ClockKind, reason: ClockStopReason, unit: Unit) -> None:
    """Stop it if it runs; a case without such a clock is left alone."""
    clock = find_running_clock(complaint_id, kind, unit)
    if clock is not None:
        stop_clock(StopClock(ClockId(clock.id), reason), unit)
