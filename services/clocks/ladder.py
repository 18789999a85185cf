"""The ladder of the office: its calendar and hours, and the facts of a clock's row."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.centre import Centre
from models.clock import Clock
from models.clock_ladder import ClockFacts, Ladder, OpenPause
from models.clock_pause import ClockPause
from models.deadline import WORKING_DAYS
from models.lifecycle import Rung
from models.office_hours import OfficeHours
from models.time_limit_policy import TimeLimitPolicy
from services.calendar.load_calendar import load_calendar

SHORT_LIMIT_WORKDAYS = 1
# An office whose centre is not loaded yet: the hours of the shipped demo organisation and most real ones.
DEFAULT_HOURS = OfficeHours("09:00", "17:00", "12:00", "13:30")


def load_ladder(session: Session) -> Ladder:
    """The ladder under the calendar and office hours in force."""
    centre = session.scalars(select(Centre)).one_or_none()
    hours = DEFAULT_HOURS
    if centre is not None:
        hours = OfficeHours(centre.opens, centre.closes, centre.lunch_from, centre.lunch_to)
    return Ladder(hours, load_calendar(session))


def find_open_pause(session: Session, clock_id: str) -> ClockPause | None:
    """The pause of a clock that has not ended."""
    return session.scalars(
        select(ClockPause).where(ClockPause.clock_id == clock_id, ClockPause.ended_at.is_(None))
    ).one_or_none()


def facts_of(clock: Clock, session: Session) -> ClockFacts:
    """What the ladder needs of this row."""
    pause = find_open_pause(session, clock.id)
    policy = session.get_one(TimeLimitPolicy, clock.policy_id)
    return _facts(clock, policy, None if pause is None else OpenPause(pause.started_at, pause.until))


def rung_now(clock: Clock, now: datetime, ladder: Ladder, session: Session) -> Rung:
    """Where a clock stands at `now`, computed from its row whatever was announced."""
    return ladder.rung_at(facts_of(clock, session), now)


def rungs_now(clocks: Sequence[Clock], now: datetime, ladder: Ladder, session: Session) -> dict[str, Rung]:
    """Where many clocks stand at `now`, by clock id; two queries however many they are."""
    ids = [clock.id for clock in clocks]
    pauses = {
        pause.clock_id: OpenPause(pause.started_at, pause.until)
        for pause in session.scalars(
            select(ClockPause).where(ClockPause.clock_id.in_(ids), ClockPause.ended_at.is_(None))
        )
    }
    policies = {policy.id: policy for policy in session.scalars(select(TimeLimitPolicy))}
    return {
        clock.id: ladder.rung_at(_facts(clock, policies[clock.policy_id], pauses.get(clock.id)), now)
        for clock in clocks
    }


def _facts(clock: Clock, policy: TimeLimitPolicy, pause: OpenPause | None) -> ClockFacts:
    return ClockFacts(
        opened_at=clock.opened_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        pause=pause,
        is_short=policy.unit == WORKING_DAYS and policy.amount <= SHORT_LIMIT_WORKDAYS,
    )
