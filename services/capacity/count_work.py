"""Open and done work of units and people, from the database; files for named readers alone are in no number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage, TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.clock.legal_time import at_time, beijing_date
from services.access.restricted import is_restricted
from services.capacity.forecast import PAST_WEEKS, WEEKS
from services.unit_of_work import Unit

DAYS_A_WEEK = 7


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
    late = select(code, func.count()).where(*is_open, Complaint.next_due_at < now).group_by(code)
    work.overdue = _count(late, unit)
    monday = monday_of(beijing_date(now))
    earliest = monday - timedelta(weeks=PAST_WEEKS)
    first = unit.session.scalar(select(func.min(Complaint.received_at)))
    if first is None:
        return work
    # The week in which the office began is no whole one.
    began = monday_of(beijing_date(first)) + timedelta(weeks=1 if beijing_date(first).weekday() else 0)
    weeks = _Weeks(max(earliest, began), monday)
    for column, counts in ((Complaint.received_at, work.came), (Complaint.closed_at, work.ended)):
        for of, moment in _stream(select(code, column), column, weeks, unit):
            place = weeks.place_of(moment)
            if column is Complaint.received_at:
                work.all_came = work.all_came or weeks.empty()
                work.all_came[place] += 1
            if of is not None:
                counts.setdefault(of, weeks.empty())[place] += 1
    work.all_came = work.all_came or weeks.empty()
    return work


@dataclass(frozen=True, slots=True)
class _Weeks:
    since: date
    until: date

    def empty(self) -> list[int]:
        return [0] * max(0, (self.until - self.since).days // DAYS_A_WEEK)

    def place_of(self, moment: datetime) -> int:
        return (beijing_date(moment) - self.since).days // DAYS_A_WEEK


def _stream(query: Any, column: Any, weeks: _Weeks, unit: Unit) -> Any:  # Any: two columns, one of moments
    within = (column >= at_time(weeks.since, "00:00"), column < at_time(weeks.until, "00:00"))
    rows = query.where(*within, ~is_restricted()).execution_options(yield_per=2_000)
    return unit.session.execute(rows)


def _count(query: Any, unit: Unit) -> Counter[str]:  # Any: a code or login, and a number
    rows: Sequence[Any] = unit.session.execute(query).all()
    return Counter({code: number for code, number in rows if code is not None})
