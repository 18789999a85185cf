"""The ladder of the office: its calendar and hours, and the facts of a clock's row."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case.lifecycle import Rung
from models.clock.clock import Clock
from models.clock.clock_ladder import ClockFacts, Ladder, OpenPause
from models.clock.clock_pause import ClockPause
from models.clock.office_hours import OfficeHours
from models.office.centre import Centre
from services.clocks.supervision_facts import supervision_facts
from services.clocks.time_limits import list_policies
from services.office.load_calendar import load_calendar

SUPERVISE_AFTER_KEY = "supervise_after"
# An office whose centre is not loaded yet: the hours of the shipped demo organisation and most real ones.
DEFAULT_HOURS = OfficeHours("09:00", "17:00", "12:00", "13:30")


def load_ladder(session: Session) -> Ladder:
    """The ladder under the calendar and office hours in force."""
    centre = session.scalars(select(Centre)).one_or_none()
    hours = DEFAULT_HOURS
    if centre is not None:
        hours = OfficeHours(centre.opens, centre.closes, centre.lunch_from, centre.lunch_to)
    versions = [policy for policy in list_policies(session) if policy.key == SUPERVISE_AFTER_KEY]
    after = [(policy.effective_from, policy.amount) for policy in versions]
    return Ladder(hours, load_calendar(session), after)


def find_open_pause(session: Session, clock_id: str) -> ClockPause | None:
    """The first of the pauses of a clock that have not ended; while there is one, the clock stands still."""
    return next(iter(list_open_pauses(session, [clock_id])), None)


def list_open_pauses(session: Session, clock_ids: Sequence[str]) -> list[ClockPause]:
    """The pauses of these clocks that have not ended, the earliest first."""
    return list(
        session.scalars(
            select(ClockPause)
            .where(ClockPause.clock_id.in_(clock_ids), ClockPause.ended_at.is_(None))
            .order_by(ClockPause.started_at, ClockPause.id)
        )
    )


def facts_of(clock: Clock, session: Session) -> ClockFacts:
    """What the ladder needs of this row."""
    return facts_of_all([clock], session)[clock.id]


def facts_of_all(clocks: Sequence[Clock], session: Session) -> dict[str, ClockFacts]:
    """The same of many clocks, by id; two queries however many they are, and none for none."""
    if not clocks:
        return {}
    pauses: dict[str, list[ClockPause]] = {}
    for pause in list_open_pauses(session, [clock.id for clock in clocks]):
        pauses.setdefault(pause.clock_id, []).append(pause)
    supervisions = supervision_facts(clocks, session)
    return {
        clock.id: ClockFacts(
            opened_at=clock.opened_at,
            due_at=clock.due_at,
            stopped_at=clock.stopped_at,
            pause=_joined(pauses.get(clock.id, [])),
            is_short=clock.is_short,
            is_supervised=supervisions[clock.id].is_open,
            was_supervised=supervisions[clock.id].was_opened,
        )
        for clock in clocks
    }


def rung_now(clock: Clock, now: datetime, ladder: Ladder, session: Session) -> Rung:
    """Where a clock stands at `now`, computed from its row whatever was announced."""
    return ladder.rung_at(facts_of(clock, session), now)


def rungs_now(clocks: Sequence[Clock], now: datetime, ladder: Ladder, session: Session) -> dict[str, Rung]:
    """Where many clocks stand at `now`, by clock id; two queries however many they are."""
    facts = facts_of_all(clocks, session)
    return {clock.id: ladder.rung_at(facts[clock.id], now) for clock in clocks}


def _joined(pauses: list[ClockPause]) -> OpenPause | None:
    """Several pauses as one: it began with the first; the window that ends first is the next moment to look."""
    if not pauses:
        return None
    windows = [pause.until for pause in pauses if pause.until is not None]
    return OpenPause(pauses[0].started_at, min(windows, default=None))
