"""A person's tasks from our own projection joined with the clocks, the least time left first.

Submitted tasks that the engine has not moved yet stay in the list, marked as such.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import Rung, Stage, TaskState
from models.case.task import Task
from models.clock.clock import Clock
from models.store.ask_once import map_known
from services.actor import Actor, staff_id_of
from services.casefile.get_case import map_complaints
from services.clocks.office_ladder import load_ladder, rungs_now
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork
from services.views.named_for import list_named_for
from services.views.page import MOST_COUNTED, Page, cut_page, keep
from services.worklist.concerned_tasks import Candidate, list_allowed, list_candidates


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in a line. `seconds_left` is negative when overdue, None without a limit.

    `is_named`: a supervisor named this person for it.

    `detail` tells tasks of one element apart: the method of an act of the investigation. `name` is the element's own
    in its diagram, for tasks that owners drew.
    """

    user_task_key: str
    complaint_id: str
    number: str
    stage: Stage
    element_id: str
    form_id: str | None
    state: TaskState
    is_mine: bool
    is_named: bool
    detail: str | None
    name: str | None
    assignee: str | None
    claimed_by: str | None
    claimed_by_name: str | None
    created_at: datetime
    is_urgent: bool
    times_urged: int
    due_at: datetime | None
    rung: Rung | None
    seconds_left: float | None


def list_my_tasks(
    unit_of_work: UnitOfWork, actor: Actor, page: int = 1, complaint_id: str = ""
) -> Page[TaskRow]:
    """A page of what this person may work on or has just submitted, urgent and least time left first.

    Of one case when it is named; nothing of a case that is not there.
    """
    login = staff_id_of(actor)
    of_case = [Task.complaint_id == complaint_id] if complaint_id else []
    with unit_of_work.reading() as unit:
        allowed = list_kept(list_candidates(login, unit, *of_case), login, unit)
        cut = cut_page([row.key for row in allowed], page)
        tasks = unit.session.scalars(select(Task).where(Task.user_task_key.in_(cut.keys)))
        by_key = {row.user_task_key: row for row in list_rows(tasks.all(), login, unit)}
        rows = tuple(by_key[key] for key in cut.keys)
    return Page(rows, cut.number, cut.total, cut.has_more)


def list_kept(candidates: Sequence[Candidate], login: str, unit: Unit) -> list[Candidate]:
    """Those that no rule keeps the person from, in their order; asked of all that are counted at once."""
    return keep(candidates, lambda part: list_allowed(part, login, unit), MOST_COUNTED + 1)


def list_tasks_of_case(complaint_id: str, login: str, unit: Unit) -> list[TaskRow]:
    """The live tasks of one case for whom may read it."""
    tasks = unit.session.scalars(
        select(Task)
        .where(Task.complaint_id == complaint_id, Task.state.in_([TaskState.OPEN, TaskState.SUBMITTED]))
        .order_by(Task.created_at)
    )
    return list_rows(tasks.all(), login, unit)


def list_rows(tasks: Sequence[Task], login: str, unit: Unit) -> list[TaskRow]:
    """Tasks joined with their cases and clocks at the present moment; as many queries for a thousand as for one."""
    session, now = unit.session, unit.clock.now()
    complaints = map_complaints({task.complaint_id for task in tasks}, unit)
    clocks = map_known(Clock, {task.clock_id for task in tasks if task.clock_id is not None}, session)
    running = [clock for clock in clocks.values() if clock.stopped_at is None]
    rungs = rungs_now(running, now, load_ladder(session), session) if running else {}
    holders = {task.claimed_by for task in tasks if task.claimed_by not in (None, login)}
    names = map_people_names(unit, logins=holders) if holders else {}
    named = list_named_for(tasks, login, unit)
    return [
        _row(
            task, _Seen(login, names, named), complaints[task.complaint_id], _limit(task, clocks, rungs, now)
        )
        for task in tasks
    ]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Who looks, the names of those who hold tasks, and the tasks that the person was named for."""

    login: str
    names: Mapping[str, str]
    named: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Limit:
    """Where the limit of a task stands; a stopped one only says when it was due."""

    due_at: datetime | None = None
    rung: Rung | None = None
    seconds_left: float | None = None


def _limit(task: Task, clocks: Mapping[str, Clock], rungs: Mapping[str, Rung], now: datetime) -> _Limit:
    clock = clocks.get(task.clock_id) if task.clock_id is not None else None
    if clock is None:
        return _Limit()
    if clock.stopped_at is not None:
        return _Limit(clock.due_at)
    return _Limit(clock.due_at, rungs[clock.id], (clock.due_at - now).total_seconds())


def _row(task: Task, seen: _Seen, complaint: Complaint, limit: _Limit) -> TaskRow:
    return TaskRow(
        user_task_key=task.user_task_key,
        complaint_id=task.complaint_id,
        number=complaint.number,
        stage=complaint.stage,
        element_id=task.element_id,
        form_id=task.form_id,
        state=task.state,
        is_mine=(task.claimed_by or task.assignee) == seen.login,
        is_named=task.user_task_key in seen.named,
        detail=task.details.get("method"),
        name=task.details.get("name"),
        assignee=task.assignee,
        claimed_by=task.claimed_by,
        claimed_by_name=seen.names.get(task.claimed_by) if task.claimed_by is not None else None,
        created_at=task.created_at,
        is_urgent=complaint.urgent,
        times_urged=complaint.times_urged,
        due_at=limit.due_at,
        rung=limit.rung,
        seconds_left=limit.seconds_left,
    )
