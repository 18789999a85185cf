"""The totals of the ledger: of all rows that are asked for, not of the page that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    extract,
    func,
    select,
)

from models.case.complaint import Complaint
from services.casefile.group_share import LEAST_SATISFIED
from services.ledger.ledger_filter import answered_or_closed, is_over, is_to_be_ended, rating
from services.ledger.received import count_where, is_member
from services.unit_of_work import Unit

_SECONDS_OF_A_DAY = 86_400
# Beijing is ahead of UTC by this; it has no summer time.
_AHEAD = 8 * 3_600


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
    """Of the cases for which the conditions hold; one statement."""
    rows = _select_facts(conditions, unit.clock.now()).subquery()
    is_done = rows.c.done.is_not(None)
    query = select(
        func.count().label("files"),
        count_where(~rows.c.is_member).label("counted"),
        count_where(and_(is_done, ~rows.c.is_over)).label("on_time"),
        count_where(and_(is_done, rows.c.is_over)).label("late"),
        count_where(and_(~is_done, rows.c.is_over)).label("overdue"),
        count_where(is_done).label("done"),
        func.avg(rows.c.days).label("average_days"),
        count_where(rows.c.rating >= LEAST_SATISFIED).label("satisfied"),
        func.count(rows.c.rating).label("evaluated"),
    ).select_from(rows)
    told = dict(unit.session.execute(query).one()._mapping)
    days = told["average_days"]
    return LedgerTotals(**told | {"average_days": None if days is None else round(float(days), 1)})


def _select_facts(
    conditions: Sequence[ColumnElement[bool]], now: datetime
) -> Select[bool, datetime, int, int | None, bool]:
    ends = is_to_be_ended()
    done = case((ends, answered_or_closed()), else_=None)
    return select(
        and_(ends, is_over(now)).label("is_over"),
        done.label("done"),
        (beijing_day_of(done) - beijing_day_of(Complaint.received_at)).label("days"),
        rating().label("rating"),
        is_member().label("is_member"),
    ).where(*conditions)


def beijing_day_of(
    moment: SQLColumnExpression[datetime] | SQLColumnExpression[datetime | None],
) -> ColumnElement[int]:
    """The number of its Beijing day, from 1970-01-01 as 0, reckoned by the database."""
    return (cast(extract("epoch", moment), BigInteger) + _AHEAD) // _SECONDS_OF_A_DAY
