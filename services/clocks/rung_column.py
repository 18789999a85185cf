"""Where clocks stand, as a column of the database: for lists and counts over more rows than anybody wants to read.

The same ladder as models/clock/clock_ladder.py, turned round: instead of the moments of one clock, the due days that have
reached each rung at one moment. tests/unit/clocks/test_rung_column.py holds the two together.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    case,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from models.beside.supervision import Supervision
from models.case.lifecycle import LEGAL_CLOCK_KINDS, NEVER_SUPERVISED, RequestState, Rung
from models.clock.clock import Clock
from models.clock.clock_ladder import DUE_MINUTE, SUPERVISED_AFTER_WORKDAYS, ClockFacts, Ladder
from models.clock.clock_pause import ClockPause
from models.clock.legal_time import ONE_DAY, at_time, beijing_date

# A due moment of 24:00 is written as 00:00 of the next day but belongs to the day before.
_SECOND = timedelta(seconds=1)


def rung_column(ladder: Ladder, now: datetime, session: Session) -> ColumnElement[str]:
    """The value of the rung of each running clock at `now`, computed from the rows whatever was announced.

    One statement is asked here: which short limits are near, for theirs is a matter of hours.
    """
    reached = _has_reached_supervision(ladder, now)
    legal = and_(Clock.kind.in_(LEGAL_CLOCK_KINDS), Clock.complaint_id.in_(_list_supervised_cases()))
    is_supervised = or_(Clock.id.in_(_list_supervised_clocks()), legal)
    was_supervised = or_(Clock.kind.in_(NEVER_SUPERVISED), Clock.id.in_(_list_once_supervised()))
    return case(
        (Clock.id.in_(_list_paused()), _of(Rung.PAUSED)),
        (is_supervised, _of(Rung.SUPERVISED)),
        (and_(reached, was_supervised), _of(Rung.OVER)),
        (reached, _of(Rung.SUPERVISED)),
        (is_over(Clock.due_at, now), _of(Rung.OVER)),
        (_is_near(ladder, now, session), _of(Rung.NEAR)),
        else_=_of(Rung.WITHIN),
    )


def is_over(due_at: SQLColumnExpression[datetime], now: datetime) -> ColumnElement[bool]:
    """Whether a due moment has passed: the minute itself is in time."""
    return due_at <= now - DUE_MINUTE


def _of(rung: Rung) -> ColumnElement[str]:
    return type_coerce(literal(rung.value), String)


def _is_near(ladder: Ladder, now: datetime, session: Session) -> ColumnElement[bool]:
    """Long limits: the last working day before the due day has begun. Short ones: half of the office time has passed."""
    short = session.execute(
        select(Clock.id, Clock.opened_at, Clock.due_at).where(
            Clock.stopped_at.is_(None), Clock.is_short.is_(True), Clock.due_at > now - DUE_MINUTE
        )
    )
    near = [
        clock_id
        for clock_id, opened_at, due_at in short
        if ladder.near_at(ClockFacts(opened_at, due_at, None, None, is_short=True)) <= now
    ]
    last = ladder.calendar.next_workday(_last_workday(ladder, now, ladder.hours.opens))
    # Written out: more short limits may be near than a statement takes parameters.
    listed = Clock.id.in_(bindparam("near", near, expanding=True, literal_execute=True))
    return or_(and_(Clock.is_short.is_(False), Clock.due_at < _end_of(last)), listed)


def _has_reached_supervision(ladder: Ladder, now: datetime) -> ColumnElement[bool]:
    """Whether so many working days have passed since the due day as were in force on it."""
    closed = _last_workday(ladder, now - DUE_MINUTE, ladder.hours.closes)
    return or_(
        *(
            and_(Clock.due_at < _end_of(_last_due_day(ladder, now, closed, amount)), *limits)
            for amount, limits in _list_periods(ladder)
        )
    )


def _list_periods(ladder: Ladder) -> Iterator[tuple[int, list[ColumnElement[bool]]]]:
    """Each number of working days, with the due days for which it was in force."""
    begins = [since for since, _ in ladder.supervised_after]
    amounts = [SUPERVISED_AFTER_WORKDAYS, *(amount for _, amount in ladder.supervised_after)]
    for position, amount in enumerate(amounts):
        limits = [Clock.due_at >= _end_of(since - ONE_DAY) for since in begins[:position][-1:]]
        limits += [Clock.due_at < _end_of(since - ONE_DAY) for since in begins[position : position + 1]]
        yield amount, limits


def _last_due_day(ladder: Ladder, now: datetime, closed: date, amount: int) -> date:
    """The last due day of which the `amount`-th working day after it has closed; `closed` is the last that has."""
    if amount == 0:
        today = beijing_date(now)
        return today if now >= at_time(today, ladder.hours.closes) + DUE_MINUTE else today - ONE_DAY
    day = closed
    for _ in range(amount - 1):
        day = ladder.calendar.previous_workday(day)
    return day - ONE_DAY


def _last_workday(ladder: Ladder, now: datetime, hour_and_minute: str) -> date:
    """The last working day on which it has been so late."""
    today = beijing_date(now)
    if ladder.calendar.is_workday(today) and now >= at_time(today, hour_and_minute):
        return today
    return ladder.calendar.previous_workday(today)


def _end_of(day: date) -> datetime:
    """The first due moment that belongs to a later day."""
    return at_time(day, "24:00") + _SECOND


def _list_paused() -> Select[Any]:
    return select(ClockPause.clock_id).where(ClockPause.ended_at.is_(None))


def _list_supervised_clocks() -> Select[Any]:
    return select(Supervision.late_clock_id).where(
        Supervision.state == RequestState.OPEN, Supervision.late_clock_id.is_not(None)
    )


def _list_supervised_cases() -> Select[Any]:
    return select(Supervision.complaint_id).where(
        Supervision.state == RequestState.OPEN, Supervision.late_clock_id.is_(None)
    )


def _list_once_supervised() -> Select[Any]:
    late = select(Clock.id).join(Supervision, Supervision.late_clock_id == Clock.id).correlate(None)
    return late.where(Supervision.requested_at >= Clock.due_at)
