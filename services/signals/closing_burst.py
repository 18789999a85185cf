"""Many ends of limits by one person on one day, each within hours of the end of its limit, against his own usual days.

Ends are findings, approved opinions, settlements on the spot and answers: what stops the limits of investigation, of resolving
and of the answer, by whoever did it.

Lawful: who always works up to the limit (his own other days, and those of the office, say so); members of a mass complaint,
which are done at once; fewer than five.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from models.case.answer import Answer
from models.case.complaint_group import GroupMember
from models.case.decision import Decision
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind
from models.clock.clock import Clock
from models.clock.legal_time import at_time, beijing_date
from models.ground.signal_codes import SignalCode
from services.signals.chance import tail
from services.signals.looked import Evidence, Looked, SignalRule
from services.unit_of_work import Unit

SHORTLY, LEAST, UNLIKELY = timedelta(hours=4), 5, 0.001
PAST_DAYS = 180


@dataclass(frozen=True, slots=True)
class End:
    """A limit that this person met."""

    complaint_id: str
    clock_id: str
    person: str
    at: datetime
    due_at: datetime

    @property
    def is_shortly_before(self) -> bool:
        """Whether it was within the last hours."""
        return timedelta(0) <= self.due_at - self.at <= SHORTLY


def judge(ids: Sequence[str], unit: Unit) -> Iterator[Looked]:
    """Ends of these cases, and the first one of a day that turns out to be a burst."""
    own = [end for query in _ENDS for end in _list_ends(query.where(Clock.complaint_id.in_(ids)), unit)]
    days = {(end.person, beijing_date(end.at)) for end in own if end.is_shortly_before}
    bursts: dict[str, tuple[End, tuple[Evidence, ...]]] = {}
    for person, day in sorted(days):
        for end, evidence in _find_burst(person, day, unit):
            bursts[end.clock_id] = end, evidence
    for end in own:
        if end.clock_id not in bursts:
            yield _look(end, ())
    for end, evidence in bursts.values():
        yield _look(end, evidence)


def _look(end: End, evidence: tuple[Evidence, ...]) -> Looked:
    return Looked(end.complaint_id, f"c{end.clock_id}", end.person, end.at, evidence)


def _find_burst(person: str, day: date, unit: Unit) -> Iterator[tuple[End, tuple[Evidence, ...]]]:
    since, until = at_time(day, "00:00"), at_time(day + timedelta(days=1), "00:00")
    within = (Clock.stopped_at >= since, Clock.stopped_at < until)
    ends = [end for query, by in _BY for end in _list_ends(query.where(*within, by == person), unit)]
    short = [end for end in ends if end.is_shortly_before]
    if len(short) < LEAST:
        return
    usual = _usual_share(person, since, unit)
    if tail(len(short), len(ends), usual) >= UNLIKELY:
        return
    others = tuple(Evidence("same_burst", one.at, one.complaint_id) for one in short)
    # One day is one event, however many ends it has: the first of them stands for it, the others beside it.
    first = min(short, key=lambda one: (one.at, one.clock_id))
    beside = tuple(one for one in others if one.ref != first.complaint_id)[:9]
    yield first, (Evidence("ended", first.at, first.clock_id), Evidence("was_due", first.due_at), *beside)


def _usual_share(person: str, since: datetime, unit: Unit) -> float:
    """The larger one of his own and of the office in the time before, so that a habit is none, and neither is a hard season."""
    past = (Clock.stopped_at >= since - timedelta(days=PAST_DAYS), Clock.stopped_at < since)
    own, office = [], []
    for query, by in _BY:
        newest = query.where(*past).order_by(Clock.stopped_at.desc(), Clock.id)
        own += _list_ends(newest.where(by == person).limit(_MOST_OWN), unit)
        office += _list_ends(newest.limit(_MOST), unit)
    return max((sum(end.is_shortly_before for end in ends) + 0.5) / (len(ends) + 1) for ends in (own, office))


def _list_ends(query: Any, unit: Unit) -> list[End]:  # Any: one of `_ENDS`, narrowed
    return [End(*tuple(row)) for row in unit.session.execute(query)]


# The newest of them say what is usual.
_MOST_OWN, _MOST = 500, 2_000
_OPEN_MEMBERS = select(GroupMember.complaint_id).where(GroupMember.left_at.is_(None))


def _ended_by(
    clock: ClockKind, reason: ClockStopReason, decision: DecisionKind
) -> Select[str, str, str, datetime | None, datetime]:
    """Limits of this kind that such a decision of their round ended."""
    return (
        select(Clock.complaint_id, Clock.id, Decision.by, Clock.stopped_at, Clock.due_at)
        .join(Decision, (Decision.complaint_id == Clock.complaint_id) & (Decision.round == Clock.round))
        .where(
            Clock.kind == clock,
            Clock.stop_reason == reason,
            Decision.kind == decision,
            Clock.complaint_id.not_in(_OPEN_MEMBERS),
        )
    )


# Resolving ends by who approves the opinion, and on the spot by who settles: whoever drafted had a step of his own.
_DECIDED = (
    _ended_by(ClockKind.INVESTIGATION, ClockStopReason.FINDINGS_RECORDED, DecisionKind.FINDINGS),
    _ended_by(ClockKind.RESOLVE, ClockStopReason.OPINION_APPROVED, DecisionKind.APPROVAL),
    _ended_by(ClockKind.RESOLVE, ClockStopReason.SETTLED, DecisionKind.SETTLEMENT),
)
_ANSWERS = (
    select(Clock.complaint_id, Clock.id, Answer.given_by, Clock.stopped_at, Clock.due_at)
    .join(Answer, (Answer.complaint_id == Clock.complaint_id) & (Answer.round == Clock.round))
    .where(
        Clock.kind == ClockKind.FEEDBACK,
        Clock.stop_reason == ClockStopReason.ANSWERED,
        Answer.given_by.is_not(None),
        Clock.complaint_id.not_in(_OPEN_MEMBERS),
    )
)
_ENDS = (*_DECIDED, _ANSWERS)
_BY = (*((query, Decision.by) for query in _DECIDED), (_ANSWERS, Answer.given_by))

RULE = SignalRule(SignalCode.CLOSING_BURST, judge)
