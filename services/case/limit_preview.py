"""What a change of a time limit would do, before anybody decides: which cases keep their date, which come under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, func, select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.clock.calendar_days import CalendarYearMissing
from models.clock.clock import Clock
from models.clock.clock_ladder import Ladder
from models.clock.deadline import Limit, compute_deadline
from models.clock.legal_time import at_time
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.errors import NotFound
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.clocks.decide_limit import DECIDERS
from services.clocks.office_ladder import load_ladder
from services.unit_of_work import UnitOfWork

# In the middle of a morning, so that no cutoff moves the example on.
_MORNING = "10:00"
# Every complaint comes to these sooner or later; the others begin with an act that may never be taken.
_EVERY_CASE = frozenset(
    {
        ClockKind.ACCEPTANCE.value,
        ClockKind.RESOLVE.value,
        ClockKind.INVESTIGATION.value,
        ClockKind.FEEDBACK.value,
        ClockKind.RETURN_VISIT.value,
    }
)
ROWS = 20


@dataclass(frozen=True, slots=True)
class LimitWish:
    """The version that is followed, and what is wished instead."""

    replaces: str
    amount: int
    unit: str
    effective_from: date


@dataclass(frozen=True, slots=True)
class KeptDate:
    """A running limit that keeps the date that was told."""

    number: str
    opened_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class LimitPreview:
    """`kept` of `kept_total` running limits, the nearest first, on page `number` of `last`.

    `to_come` counts open cases that have not begun the limit, None for one that not every case comes to. `due_by_old` and
    `due_by_new`: what begins on the first day would be due then, None where the calendar does not reach so far.
    """

    kept: tuple[KeptDate, ...]
    kept_total: int
    to_come: int | None
    due_by_old: date | None
    due_by_new: date | None
    number: int = 1
    last: int = 1


def preview_limit(wish: LimitWish, page: int, unit_of_work: UnitOfWork, actor: Actor) -> LimitPreview:
    """As many statements for ten thousand cases as for one; cases that are not for this person are in no list and no count."""
    login = require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        before = unit.session.get(TimeLimitPolicy, wish.replaces)
        if before is None:
            raise NotFound
        may_know = ~must_keep_away(login, unit)
        running = _running(before).where(may_know)
        total = unit.session.scalar(select(func.count()).select_from(running.subquery())) or 0
        last = max(1, -(-total // ROWS))
        number = min(max(page, 1), last)
        rows = unit.session.execute(
            running.order_by(Clock.due_at, Clock.id).limit(ROWS).offset((number - 1) * ROWS)
        )
        to_come = None
        if before.key in _EVERY_CASE:
            to_come = unit.session.scalar(_count_not_begun(before, may_know)) or 0
        ladder = load_ladder(unit.session)
        return LimitPreview(
            kept=tuple(KeptDate(row.number, row.opened_at, row.due_at) for row in rows),
            kept_total=total,
            to_come=to_come,
            due_by_old=_due(before.amount, before.unit, wish.effective_from, ladder),
            due_by_new=_due(wish.amount, wish.unit, wish.effective_from, ladder),
            number=number,
            last=last,
        )


def _running(before: TimeLimitPolicy) -> Select[str, datetime, datetime]:
    return (
        select(Complaint.number, Clock.opened_at, Clock.due_at)
        .join(Complaint, Complaint.id == Clock.complaint_id)
        .join(TimeLimitPolicy, TimeLimitPolicy.id == Clock.policy_id)
        .where(Clock.stopped_at.is_(None), _same_limit(before))
    )


def _count_not_begun(before: TimeLimitPolicy, may_know: ColumnElement[bool]) -> Select[int]:
    begun = exists().where(
        Clock.complaint_id == Complaint.id,
        Clock.round == Complaint.round,
        Clock.policy_id == TimeLimitPolicy.id,
        _same_limit(before),
    )
    query = select(func.count(Complaint.id)).where(Complaint.stage != Stage.ARCHIVED, ~begun, may_know)
    if before.complaint_class is not None:
        query = query.where(Complaint.complexity == before.complaint_class)
    return query


def _same_limit(before: TimeLimitPolicy) -> ColumnElement[bool]:
    same_key = TimeLimitPolicy.key == before.key
    if before.complaint_class is None:
        return same_key & TimeLimitPolicy.complaint_class.is_(None)
    return same_key & (TimeLimitPolicy.complaint_class == before.complaint_class)


def _due(amount: int, unit: str, first_day: date, ladder: Ladder) -> date | None:
    limit = Limit(amount=amount, unit=unit, cutoff=ladder.hours.closes, intake_shift=True)
    try:
        due = compute_deadline(at_time(first_day, _MORNING), limit, ladder.calendar)
    except (CalendarYearMissing, OverflowError):
        return None
    return date.fromisoformat(due["due_date"])
