"""The totals of the ledger: of all rows that are asked for, not of the page that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Label,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.clock.clock import Clock
from services.casefile.group_share import LEAST_SATISFIED
from services.ledger.feedback import waits_for_the_post
from services.ledger.ledger_filter import is_passed, is_to_be_ended
from services.unit_of_work import Unit

_SECONDS_OF_A_DAY = 86_400
# Beijing is ahead of UTC by this; it has no summer time.
_AHEAD = 8 * 3_600
# More than there are attempts in a round, and than a rating can be.
_ATTEMPTS, _PLACES = 10_000, 10


@dataclass(frozen=True, slots=True)
class LedgerTotals:
    """`files` are rows, of which `counted` counts a mass complaint once. `average_days` of those answered or closed, else None.

    Merged and withdrawn ones are in neither `on_time`, `late`, `overdue`, `done` nor the average: figures leave them out too.
    `satisfied` are of those who gave a rating (`evaluated`): silence is neither.
    """

    files: int
    counted: int
    on_time: int
    late: int
    overdue: int
    done: int
    average_days: float | None
    satisfied: int
    evaluated: int


def total_rows(conditions: Sequence[ColumnElement[bool]], unit: Unit) -> LedgerTotals:
    """Of the cases for which the conditions hold; one statement that reads each table once, however many they are."""
    case = Complaint.id, Complaint.received_at, Complaint.closed_at, Complaint.outcome
    asked = select(*case).where(*conditions).cte("asked")
    facts = _select_facts(asked, unit.clock.now()).subquery()
    is_done = facts.c.done.is_not(None)
    query = select(
        func.count().label("files"),
        (func.count() - _count_members(asked)).label("counted"),
        _count(and_(is_done, ~facts.c.is_over)).label("on_time"),
        _count(and_(is_done, facts.c.is_over)).label("late"),
        _count(and_(~is_done, facts.c.is_over)).label("overdue"),
        _count(is_done).label("done"),
        func.avg(facts.c.days).label("average_days"),
        _count(facts.c.rating >= LEAST_SATISFIED).label("satisfied"),
        func.count(facts.c.rating).label("evaluated"),
    ).select_from(facts)
    told = dict(unit.session.execute(query).one()._mapping)
    days = told["average_days"]
    return LedgerTotals(**told | {"average_days": None if days is None else round(float(days), 1)})


def _select_facts(asked: CTE, now: datetime) -> Select[bool, datetime, int, int | None]:
    """A row a case: the same as the columns of the ledger and `ledger_filter` say case by case."""
    passed = _of_each(asked, Clock.complaint_id, func.count().label("limits"), is_passed(now))
    sent = _of_each(asked, AnswerSending.complaint_id, func.min(AnswerSending.sent_at).label("at"))
    is_told = ~waits_for_the_post(Answer.complaint_id)
    published = _of_each(asked, Answer.complaint_id, func.min(Answer.published_at).label("at"), is_told)
    visited = _last_rating(asked, ReturnVisit.complaint_id, ReturnVisit.satisfaction, ReturnVisit.attempt)
    surveyed = _last_rating(asked, Survey.complaint_id, Survey.rating, literal(0))
    ends = is_to_be_ended(asked.c.outcome)
    answered = func.coalesce(sent.c.at, published.c.at, asked.c.closed_at, type_=asked.c.closed_at.type)
    done = case((ends, answered), else_=None)
    # Of the later round; of the same one what was said at the visit.
    is_visit = func.coalesce(visited.c.place, 0) >= func.coalesce(surveyed.c.place, 0)
    rating = case((is_visit, visited.c.place), else_=surveyed.c.place) % _PLACES
    from_: FromClause = asked
    for facts in (passed, sent, published, visited, surveyed):
        from_ = from_.outerjoin(facts, facts.c.complaint_id == asked.c.id)
    return select(
        and_(ends, passed.c.limits.is_not(None)).label("is_over"),
        done.label("done"),
        (_day_of(done) - _day_of(asked.c.received_at)).label("days"),
        rating.label("rating"),
    ).select_from(from_)


def _of_each(
    asked: CTE, of: InstrumentedAttribute[str], told: Label[Any], *conditions: ColumnElement[bool]
) -> Subquery:
    """A row a case that has any."""
    query = select(of.label("complaint_id"), told).join(asked, asked.c.id == of).where(*conditions)
    return query.group_by(of).subquery()


def _last_rating(
    asked: CTE, of: InstrumentedAttribute[str], rated: InstrumentedAttribute[int | None], attempt: Any
) -> Subquery:
    """The last rating of each case behind its place: the greatest number is of the last round and of its last attempt."""
    table = of.class_
    place = (table.round * _ATTEMPTS + attempt) * _PLACES + rated
    return _of_each(asked, of, func.max(place).label("place"), rated.is_not(None))


def _count_members(asked: CTE) -> ColumnElement[int]:
    """Of mass complaints, without the file that leads."""
    member = GroupMember.complaint_id
    query = select(func.count(member.distinct())).join(asked, asked.c.id == member)
    return query.where(GroupMember.left_at.is_(None)).scalar_subquery()


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _day_of(moment: SQLColumnExpression[datetime]) -> ColumnElement[int]:
    """The number of its Beijing day."""
    return (cast(extract("epoch", moment), Integer) + _AHEAD) // _SECONDS_OF_A_DAY
