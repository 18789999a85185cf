"""Open and done work of units and people, from the database; files for named readers alone are in no number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import SQLColumnExpression, func, select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage, TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.clock.legal_time import at_time, beijing_date
from services.access.restricted import is_restricted
from services.capacity.forecast import PAST_WEEKS, WEEKS
from services.ledger.ledger_filter import is_done, is_over, is_to_be_ended
from services.ledger.total_ledger import beijing_day_of
from services.unit_of_work import Unit

DAYS_A_WEEK = 7
_DAY_0 = date(1970, 1, 1)
_Moment = SQLColumnExpression[datetime] | SQLColumnExpression[datetime | None]


@dataclass(slots=True)
class PersonWork:
    """By login: complaints handled that are open, tasks taken, tasks done and complaints ended in the last four weeks."""

    open_cases: Counter[str] = field(default_factory=Counter)
    open_tasks: Counter[str] = field(default_factory=Counter)
    done_tasks: Counter[str] = field(default_factory=Counter)
    ended_cases: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class UnitWork:
    """By code: complaints that are open and overdue, and weekly counts of the past year, the oldest first."""

    open_cases: Counter[str] = field(default_factory=Counter)
    overdue: Counter[str] = field(default_factory=Counter)
    came: dict[str, list[int]] = field(default_factory=dict)
    ended: dict[str, list[int]] = field(default_factory=dict)
    all_came: list[int] = field(default_factory=list)


def monday_of(today: date) -> date:
    """The Monday of this week: weeks before it are whole."""
    return today - timedelta(days=today.weekday())


def count_people(unit: Unit) -> PersonWork:
    """Four statements, each counted by the database."""
    since = unit.clock.now() - timedelta(weeks=WEEKS)
    open_, seen = Complaint.stage != Stage.ARCHIVED, ~is_restricted()
    doer = func.coalesce(Task.claimed_by, Task.assignee)
    return PersonWork(
        _count(
            select(Complaint.handler_id, func.count()).where(open_, seen).group_by(Complaint.handler_id), unit
        ),
        _count(
            select(doer, func.count())
            .join(Complaint, Complaint.id == Task.complaint_id)
            .where(Task.state == TaskState.OPEN, seen)
            .group_by(doer),
            unit,
        ),
        _count(
            select(TaskRecord.submitted_by, func.count())
            .join(Complaint, Complaint.id == TaskRecord.complaint_id)
            .where(TaskRecord.submitted_at >= since, seen)
            .group_by(TaskRecord.submitted_by),
            unit,
        ),
        _count(
            select(Complaint.handler_id, func.count())
            .where(Complaint.closed_at >= since, seen)
            .group_by(Complaint.handler_id),
            unit,
        ),
    )


def count_units(unit: Unit) -> UnitWork:
    """The past as far as the office received anything, 52 whole weeks at most."""
    now, work = unit.clock.now(), UnitWork()
    code = Complaint.handling_unit
    is_open = (Complaint.stage != Stage.ARCHIVED, ~is_restricted())
    work.open_cases = _count(select(code, func.count()).where(*is_open).group_by(code), unit)
    # As the figures count it: a limit that lawfully stands still is not passed, nor one of what was answered.
    is_late = (is_to_be_ended(), ~is_done(), is_over(now))
    late = select(code, func.count()).where(*is_open, *is_late).group_by(code)
    work.overdue = _count(late, unit)
    monday = monday_of(beijing_date(now))
    earliest = monday - timedelta(weeks=PAST_WEEKS)
    first = unit.session.scalar(select(func.min(Complaint.received_at)))
    if first is None:
        return work
    # The week in which the office began is no whole one.
    began = monday_of(beijing_date(first)) + timedelta(weeks=1 if beijing_date(first).weekday() else 0)
    weeks = _Weeks(max(earliest, began), monday)
    work.all_came = weeks.empty()
    for of, place, number in _count_weeks(Complaint.received_at, weeks, unit):
        work.all_came[place] += number
        if of is not None:
            work.came.setdefault(of, weeks.empty())[place] += number
    for of, place, number in _count_weeks(Complaint.closed_at, weeks, unit):
        if of is not None:
            work.ended.setdefault(of, weeks.empty())[place] += number
    return work


@dataclass(frozen=True, slots=True)
class _Weeks:
    since: date
    until: date

    def empty(self) -> list[int]:
        return [0] * max(0, (self.until - self.since).days // DAYS_A_WEEK)


def _count_weeks(column: _Moment, weeks: _Weeks, unit: Unit) -> Sequence[tuple[str | None, int, int]]:
    """By unit and week, from the first as 0: as many rows as there are weeks of units, however many complaints."""
    since = (weeks.since - _DAY_0).days
    place = ((beijing_day_of(column) - since) // DAYS_A_WEEK).label("place")
    within = (column >= at_time(weeks.since, "00:00"), column < at_time(weeks.until, "00:00"))
    rows = select(Complaint.handling_unit.label("code"), place).where(*within, ~is_restricted()).subquery()
    query = select(rows.c.code, rows.c.place, func.count()).group_by(rows.c.code, rows.c.place)
    return [(code, int(place), number) for code, place, number in unit.session.execute(query)]


def _count(query: Any, unit: Unit) -> Counter[str]:  # Any: a code or login, and a number
    rows: Sequence[Any] = unit.session.execute(query).all()
    return Counter({code: number for code, number in rows if code is not None})
