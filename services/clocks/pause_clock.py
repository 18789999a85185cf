"""Pausing of a clock for a reason that the law does not count, and its resumption."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.lifecycle import ClockMoveReason, ClockPauseReason, Rung
from models.clock.clock import Clock
from models.clock.clock_ladder import Ladder
from models.clock.clock_pause import ClockPause
from models.ground.errors import RuleRefused
from models.ground.ids import ClockId
from services.clocks.case_clock import refresh_case_clock, tell_watch
from services.clocks.channel_limit import own_due_of
from services.clocks.counting import due_after_standstill, stood_still_since
from services.clocks.get_clock import get_running_clock
from services.clocks.move_clock import set_due
from services.clocks.office_ladder import find_open_pause, list_open_pauses, load_ladder, rung_now
from services.unit_of_work import Unit

ALREADY_PAUSED = "CLOCK_ALREADY_PAUSED"
NOT_PAUSED = "CLOCK_NOT_PAUSED"


@dataclass(frozen=True, slots=True)
class PauseClock:
    """`until`: the end of the window that justifies the pause; None: the cap of 30 working days.

    `subject_id`: the request behind it; several requests may hold one clock.
    """

    clock_id: ClockId
    reason: ClockPauseReason
    until: datetime | None = None
    subject_id: str | None = None


def pause_clock(command: PauseClock, unit: Unit) -> Clock:
    """Let the clock stand still from now; RuleRefused when it is stopped or this request holds it already."""
    clock = get_running_clock(command.clock_id, unit)
    if _find_pause(clock, command.subject_id, unit) is not None:
        raise RuleRefused(ALREADY_PAUSED)
    unit.session.add(
        ClockPause(
            clock_id=clock.id,
            subject_id=command.subject_id,
            reason_code=command.reason,
            started_at=unit.clock.now(),
            until=command.until,
        )
    )
    clock.rung = Rung.PAUSED
    return _changed(clock, load_ladder(unit.session), unit)


def resume_clock(clock_id: ClockId, unit: Unit, *, subject_id: str | None = None) -> Clock:
    """End the pause of this request; when no other holds the clock it runs on.

    The due day then moves by the working days after the day on which the clock came to stand still, through today.
    RuleRefused when it is stopped or this request does not hold it.
    """
    clock = get_running_clock(clock_id, unit)
    pause = _find_pause(clock, subject_id, unit)
    if pause is None:
        raise RuleRefused(NOT_PAUSED)
    now, ladder = unit.clock.now(), load_ladder(unit.session)
    pause.ended_at = now
    unit.session.flush()
    if find_open_pause(unit.session, clock.id) is not None:
        return _changed(clock, ladder, unit)
    due_at = due_after_pause(clock, _stood_still_since(pause, unit), now, ladder)
    if due_at != own_due_of(clock):
        set_due(clock, due_at, ClockMoveReason.PAUSE, ladder)
    clock.rung = rung_now(clock, now, ladder, unit.session)
    return _changed(clock, ladder, unit)


def due_after_pause(clock: Clock, since: datetime, until: datetime, ladder: Ladder) -> datetime:
    """When it is due by our own limit if it stands still between both; as before where no working day lies between."""
    return due_after_standstill(own_due_of(clock), since, until, ladder)


def _find_pause(clock: Clock, subject_id: str | None, unit: Unit) -> ClockPause | None:
    pauses = list_open_pauses(unit.session, [clock.id])
    return next((pause for pause in pauses if pause.subject_id == subject_id), None)


def _stood_still_since(last: ClockPause, unit: Unit) -> datetime:
    earlier = unit.session.scalars(
        select(ClockPause)
        .where(ClockPause.clock_id == last.clock_id, ClockPause.id != last.id)
        .order_by(ClockPause.ended_at.desc())
    )
    return stood_still_since(last, earlier)


def _changed(clock: Clock, ladder: Ladder, unit: Unit) -> Clock:
    clock.version += 1
    unit.session.flush()
    tell_watch(clock, unit)
    refresh_case_clock(clock.complaint_id, ladder, unit)
    return clock
