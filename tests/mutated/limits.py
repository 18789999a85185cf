"""Lets time pass over a case that nobody works on, and looks whether each legal clock was told of when it was due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from models.case.case_run import CaseRun
from models.case.lifecycle import LEGAL_CLOCK_KINDS, Rung
from models.clock.clock import Clock
from models.clock.clock_ladder import ClockFacts, Ladder
from models.clock.clock_rung import ClockRung
from models.ledger.trail_event import TrailEvent
from services.clocks.office_ladder import facts_of_all, load_ladder
from services.views.due_clocks import list_due_clocks
from tests.mutated.walk import Walk

CARDS = (Rung.NEAR, Rung.OVER)
# More stops than a case with every clock open needs.
MOST_STOPS = 80
HEIGHT = {Rung.PAUSED: 0, Rung.WITHIN: 1, Rung.NEAR: 2, Rung.OVER: 3, Rung.SUPERVISED: 4}
OVERDUE = "overdue"
ENGINES_WORD = {Rung.OVER: OVERDUE, Rung.SUPERVISED: OVERDUE, None: "stopped"}
# Who sees the list of all that is due.
READER = "jian.rujing"


@dataclass
class Watched:
    """What was seen: which legal clocks ran, their cards in order, and everything that was not as it had to be."""

    began: datetime
    kinds: set[str] = field(default_factory=set)
    cards: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def wait_beyond_limits(walk: Walk) -> Watched:
    """Nobody does anything until every legal clock that runs has been over, stop by stop."""
    watched = Watched(began=walk.office.now)
    for _ in range(MOST_STOPS):
        clocks = running_legal_clocks(walk)
        watched.kinds |= {clock.kind.value for clock in clocks}
        watched.faults += _faults(walk, clocks, watched)
        goal = _next_stop(walk, clocks)
        if goal is None:
            return watched
        walk.office.set_moment(goal)
    watched.faults.append("time did not come to an end")
    return watched


def running_legal_clocks(walk: Walk) -> list[Clock]:
    """The legal clocks of the case that are not stopped."""
    rows: list[Clock] = walk.office.office.rows(Clock, complaint_id=walk.case, stopped_at=None)
    return [row for row in rows if row.kind in LEGAL_CLOCK_KINDS]


def _next_stop(walk: Walk, clocks: Iterable[Clock]) -> datetime | None:
    """The next moment at which a card is due, or at which something may happen before one is; None after the last."""
    now = walk.office.now
    ladder, facts = _read(walk, clocks)
    cards = [moment for fact in facts.values() for moment in _moments(ladder, fact).values() if moment > now]
    paused = any(fact.pause is not None for fact in facts.values())
    if not cards and not paused:
        return None
    between = [clock.check_at for clock in clocks if clock.check_at is not None and clock.check_at > now]
    timer = walk.office.engine.next_timer_ms()
    if timer is not None:
        between.append(max(datetime.fromtimestamp(timer / 1000, UTC), now + timedelta(seconds=1)))
    return min([*cards, *between], default=None)


def _faults(walk: Walk, clocks: list[Clock], watched: Watched) -> list[str]:
    now = walk.office.now
    ladder, facts = _read(walk, clocks)
    worst = max((ladder.rung_at(fact, now) for fact in facts.values()), key=HEIGHT.__getitem__, default=None)
    found = []
    for clock in clocks:
        found += _card_faults(walk, clock, _moments(ladder, facts[clock.id]), watched)
    due = {
        row.clock_id: row.rung
        for row in list_due_clocks(walk.office.office.unit_of_work(), walk.office.office.actor(READER))
    }
    for clock in clocks:
        if due.get(clock.id) != ladder.rung_at(facts[clock.id], now):
            found.append(f"{now}: {clock.kind} is {due.get(clock.id)} on the due list")
    if walk.complaint.clock_state != worst:
        found.append(f"{now}: clock_state is {walk.complaint.clock_state}, not {worst}")
    told, word = _told_engine(walk), ENGINES_WORD.get(worst, worst)
    if told is not None and told != word:
        found.append(f"{now}: the root instance has clock_state {told}, not {word}")
    return found


def _card_faults(walk: Walk, clock: Clock, moments: dict[Rung, datetime], watched: Watched) -> list[str]:
    """Cards of this clock that are not there by now, came at another minute, or are not on the trail."""
    office, now = walk.office.office, walk.office.now
    rows: dict[Rung, ClockRung] = {
        row.rung: row for row in office.rows(ClockRung, clock_id=clock.id, due_at=clock.due_at)
    }
    on_trail = {
        event.kind
        for event in office.rows(TrailEvent, complaint_id=walk.case)
        if event.payload.get("clock_id") == clock.id
    }
    found = []
    for card, moment in moments.items():
        row, name = rows.get(card), f"{clock.kind} {card}"
        if row is None and moment <= now:
            found.append(f"{now}: no card {name}, due {moment}")
        if row is None:
            continue
        if moment > now:
            found.append(f"{now}: card {name} too early, due {moment}")
        if row.reached_at == now and name not in watched.cards:
            watched.cards.append(name)
            if moment != now and moment > max(clock.opened_at, watched.began) and not _was_moved(clock):
                found.append(f"card {name} came at {now}, due {moment}")
            if (row.announced_at is None and moment > watched.began) or f"clock.{card}" not in on_trail:
                found.append(f"card {name} was not told")
    return found


def _was_moved(clock: Clock) -> bool:
    """A clock whose due moment was moved may find a card due at once."""
    return clock.version > 1


def _moments(ladder: Ladder, facts: ClockFacts) -> dict[Rung, datetime]:
    """When each card is due; a clock that stands still has none."""
    if facts.pause is not None:
        return {}
    return {Rung.NEAR: ladder.near_at(facts), Rung.OVER: ladder.over_at(facts)}


def _read(walk: Walk, clocks: Iterable[Clock]) -> tuple[Ladder, dict[str, ClockFacts]]:
    with walk.office.office.unit_of_work().reading() as unit:
        return load_ladder(unit.session), facts_of_all(list(clocks), unit.session)


def _told_engine(walk: Walk) -> str | None:
    """What an operator reads at the root instance; None while the run has none that goes on."""
    runs = walk.office.office.rows(CaseRun, complaint_id=walk.case)
    keys = [run.process_instance_key for run in runs if run.process_instance_key and run.ended_at is None]
    if not keys or not walk.office.engine.is_active(int(keys[-1])):
        return None
    state = walk.office.engine.variables_of(int(keys[-1])).get("clock_state")
    return None if state is None else str(state)
