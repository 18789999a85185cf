"""The life of one complaint: when each step was, who did it, and what came of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from deploy.history.asked import Asked
from deploy.history.desk import Desk
from deploy.history.places import Places
from deploy.history.plan import Plan, Told
from models.case.lifecycle import Outcome
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import Channel, Complexity, Finding

CHANNELS = {
    Channel.PORTAL: 38,
    Channel.APP: 17,
    Channel.PHONE: 21,
    Channel.WINDOW: 9,
    Channel.EMAIL: 8,
    Channel.CHAT: 4,
    Channel.VISIT: 3,
}
BY_ITSELF = frozenset({Channel.PORTAL, Channel.APP})
_IN_HOURS = frozenset({Channel.PHONE, Channel.WINDOW, Channel.VISIT, Channel.CHAT})
OUTCOMES = {Outcome.ACCEPTED: 82, Outcome.SETTLED: 9, Outcome.REFUSED: 9}
COMPLEXITIES = {Complexity.SIMPLE: 5, Complexity.NORMAL: 4, Complexity.COMPLEX: 1}
FINDINGS = {
    Finding.SUBSTANTIATED: 38,
    Finding.PARTLY_SUBSTANTIATED: 17,
    Finding.NOT_SUBSTANTIATED: 36,
    Finding.UNVERIFIABLE: 9,
}
# Of a unit that decides about itself, of a planted problem, and how much slower the bottleneck is, in working days.
_BIASED = {Finding.SUBSTANTIATED: 5, Finding.PARTLY_SUBSTANTIATED: 5, Finding.NOT_SUBSTANTIATED: 90}
_TRUE = {Finding.SUBSTANTIATED: 75, Finding.PARTLY_SUBSTANTIATED: 19, Finding.NOT_SUBSTANTIATED: 6}
_SLOWER = 5
# How long after the event people complain.
_DAYS_BEFORE = (0, 0, 0, 1, 1, 2, 3, 5)
# How often the forger does each of what he does, and how often anybody does the same.
FORGES, USUAL = 0.35, 0.02


# Who notes an act so long after it has dated it back.
LATE_DAYS = 12


@dataclass(frozen=True, slots=True)
class Act:
    """An act of an investigation: from when to when it says that it was, and when it was noted."""

    began: datetime
    done: datetime
    noted: datetime


@dataclass(slots=True)
class Life:
    """Moments in the order of a case; those of steps that it did not have are None."""

    told: Told
    id: str
    channel: Channel
    outcome: Outcome
    complexity: Complexity
    clerk: str
    handler: str
    approver: str
    visitor: str
    is_anonymous: bool
    finding: Finding | None
    occurred: date
    received: datetime
    registered: datetime
    contacted: datetime
    decided: datetime
    answered: datetime
    # By telephone, where that is a way of the answer.
    called: datetime
    closed: datetime
    assigned: datetime | None = None
    planned: datetime | None = None
    acts: list[Act] = field(default_factory=list)
    found: datetime | None = None
    opined: datetime | None = None
    approved: datetime | None = None
    visits: list[datetime] = field(default_factory=list)
    rating: int | None = None
    is_heard: bool = False
    is_reached: bool = False
    is_solved: bool | None = None
    habits: frozenset[str] = frozenset()


def live(told: Told, plan: Plan, asked: Asked, places: Places) -> Life:
    """What was not over at the end of the past was settled on the spot: open cases are none of it."""
    dice = asked.dice(f"case-{told.no}")
    desk = Desk(places, dice)
    life = _begin(told, asked, places, (desk, dice))
    if life.outcome is Outcome.ACCEPTED:
        _handle(life, plan, places, (desk, dice))
    elif life.outcome is Outcome.REFUSED:
        _answer(life, desk.after(life.decided, desk.days(0.6)), dice)
    end = at_time(asked.until, "24:00")
    if life.outcome is Outcome.SETTLED or life.closed >= end:
        _settle(life, places, (desk, dice))
    if life.closed >= end:
        life.occurred = _workday_before(asked.until, places)
        life.received = at_time(_workday_before(asked.until, places), "10:00") + timedelta(
            minutes=told.no % 50
        )
        _settle(life, places, (desk, dice))
    return life


def _begin(told: Told, asked: Asked, places: Places, by: tuple[Desk, random.Random]) -> Life:
    desk, dice = by
    channel = dice.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    received = desk.in_hours(told.at) if channel in _IN_HOURS and told.wave is None else told.at
    if told.wave is not None:
        channel = dice.choice((Channel.PORTAL, Channel.APP))
    registered = received + timedelta(seconds=dice.uniform(0.1, 0.9))
    if channel not in BY_ITSELF:
        registered = desk.in_hours(received + timedelta(minutes=dice.uniform(4, 25)))
    contacted = desk.after(registered, 0 if dice.random() < 0.8 else desk.days(0.7))
    decided = desk.after(contacted, desk.days(0.5))
    outcome = dice.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    if told.wave is None and told.cause is not None:
        outcome = Outcome.ACCEPTED
    return Life(
        told=told,
        id=asked.id_of(f"case-{told.no}"),
        channel=channel,
        outcome=outcome,
        complexity=dice.choices(list(COMPLEXITIES), list(COMPLEXITIES.values()))[0],
        clerk=dice.choice(places.clerks),
        handler=dice.choice(places.investigators),
        approver=dice.choice(places.approvers),
        visitor=dice.choice(places.visitors),
        is_anonymous=dice.random() < 0.06,
        finding=None,
        occurred=_workday_before(beijing_date(received) - timedelta(days=dice.choice(_DAYS_BEFORE)), places),
        received=received,
        registered=registered,
        contacted=contacted,
        decided=decided,
        answered=decided,
        called=decided,
        closed=decided,
    )


def _handle(life: Life, plan: Plan, places: Places, by: tuple[Desk, random.Random]) -> None:
    """Investigated, found, decided on, answered, and asked how it was."""
    desk, dice = by
    slow = {Complexity.SIMPLE: 0.6, Complexity.NORMAL: 1.2, Complexity.COMPLEX: 2.0}[life.complexity]
    planted = plan.planted
    is_forger = life.handler == planted.forger
    life.habits = frozenset(
        habit
        for habit in ("late_note", "no_evidence", "copied", "untold", "own_rating")
        if dice.random() < (FORGES if is_forger else USUAL)
    )
    life.assigned = life.decided + timedelta(seconds=dice.uniform(15, 55))
    life.planned = at = desk.after(life.assigned, desk.days(0.5 * slow))
    for _ in range(dice.choice((1, 1, 2, 2, 3))):
        before, at = at, desk.after(at, desk.days(0.5 * slow))
        life.acts.append(_act(before, at, life, desk))
    life.is_heard = dice.random() < 0.92
    life.found = desk.after(at, desk.days(0.7 * slow))
    life.opined = desk.after(life.found, desk.days(0.3 * slow))
    is_slow = beijing_date(life.opined) >= planted.slow_since
    life.approved = desk.after(life.opined, desk.days(0.4 * slow) + (_SLOWER if is_slow else 0))
    _answer(life, desk.after(life.approved, desk.days(0.6)), dice)
    weights = FINDINGS
    if life.told.cause is not None:
        weights = _TRUE
    elif life.told.item.unit == planted.biased_unit:
        weights = _BIASED
    life.finding = dice.choices(list(weights), list(weights.values()))[0]
    _ask(life, by)


def _act(before: datetime, noted: datetime, life: Life, desk: Desk) -> Act:
    """After what was done before, in the sitting in which it is noted; who dates it back says a day long before that."""
    done = noted - desk.some_of(noted - desk.begin_of(noted, before), (5, 50))
    if "late_note" in life.habits:
        before = life.decided
        done = desk.back(done, LATE_DAYS, before)
    return Act(done - desk.some_of(done - desk.begin_of(done, before), (20, 20)), done, noted)


def _answer(life: Life, at: datetime, dice: random.Random) -> None:
    """What is answered by telephone is told some minutes later; the file of a refused one is closed after that."""
    life.answered, life.called = at, at + timedelta(minutes=dice.uniform(3, 9))
    life.closed = (at if life.is_anonymous else life.called) + timedelta(seconds=dice.uniform(1, 4))


def _ask(life: Life, by: tuple[Desk, random.Random]) -> None:
    """Nobody can ask who did not say who he is."""
    desk, dice = by
    at = life.answered
    if life.is_anonymous:
        return
    life.is_reached = dice.random() < 0.86
    for _ in range(1 if dice.random() < 0.8 else 2):
        at = desk.after(at, 1 + desk.days(0.7))
        life.visits.append(at)
    if life.is_reached and dice.random() < 0.9:
        is_true = life.finding in (Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED)
        life.rating = dice.choices((5, 4, 3, 2, 1), (40, 34, 13, 8, 5) if is_true else (16, 26, 25, 19, 14))[
            0
        ]
        life.is_solved = dice.random() < (0.88 if is_true else 0.55)
    if life.is_reached and "own_rating" in life.habits:
        life.visitor, life.rating = life.handler, 5
    life.closed = at + timedelta(seconds=dice.uniform(1, 4))


def _settle(life: Life, places: Places, by: tuple[Desk, random.Random]) -> None:
    """Put right at once by the clerk who was told."""
    desk, dice = by
    life.outcome, life.complexity, life.finding = Outcome.SETTLED, Complexity.SIMPLE, Finding.SUBSTANTIATED
    life.channel = Channel.WINDOW if life.channel in _IN_HOURS else life.channel
    life.registered = life.received + timedelta(seconds=dice.uniform(0.1, 0.9))
    if life.channel not in BY_ITSELF:
        life.registered = desk.in_hours(life.received) + timedelta(seconds=dice.uniform(20, 90))
    life.contacted = desk.in_hours(life.registered) + timedelta(minutes=dice.uniform(1, 9))
    life.decided = life.contacted + timedelta(seconds=dice.uniform(20, 90))
    life.answered = life.called = life.decided + timedelta(minutes=dice.uniform(5, 25))
    life.closed = life.answered + timedelta(seconds=dice.uniform(0.3, 1.5))
    life.handler, life.habits = life.clerk, frozenset()
    life.assigned = life.planned = life.found = life.opined = life.approved = None
    life.acts, life.visits, life.rating, life.is_reached, life.is_solved = [], [], None, False, None


def _workday_before(day: date, places: Places) -> date:
    """The day itself where it is worked."""
    while not places.is_workday(day):
        day -= timedelta(days=1)
    return day
