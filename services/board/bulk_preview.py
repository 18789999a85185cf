"""Exactly what a decision about several items would be done to, before anything is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from models.beside.supervision import Supervision
from models.case.lifecycle import RequestState, Stage, TaskState
from models.case.task import Task
from models.ground.codes import Role
from services.actor import Actor, require_role
from services.board.due_items import CLOCK
from services.board.due_row import DueRow
from services.board.list_due import get_due_rows
from services.office.people_names import map_people_names
from services.unit_of_work import UnitOfWork
from services.views.my_tasks import TaskRow, list_rows

ALREADY_SUPERVISED, CASE_ARCHIVED = "ALREADY_SUPERVISED", "CASE_ARCHIVED"
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class CaseToSupervise:
    """One case with those of the chosen items that are of it; `obstacle` is why none can be opened, None when it can."""

    complaint_id: str
    number: str
    rows: tuple[DueRow, ...]
    obstacle: str | None


@dataclass(frozen=True, slots=True)
class TaskToMove:
    """An open task of a chosen item's case; `presses`: a chosen limit is the one of this task.

    `holder_name` is None where nobody has it yet.
    """

    row: TaskRow
    holder_name: str | None
    presses: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """`gone` is how many of the chosen items are over meanwhile, or not for this person."""

    cases: tuple[CaseToSupervise, ...]
    tasks: tuple[TaskToMove, ...]
    gone: int


def preview_supervision(chosen: Collection[str], unit_of_work: UnitOfWork, actor: Actor) -> Preview:
    """One supervision a case, however many of its items were chosen; as many statements for a hundred as for one."""
    rows = get_due_rows(chosen, unit_of_work, actor)
    by_case: dict[str, list[DueRow]] = {}
    for row in rows:
        by_case.setdefault(row.complaint_id, []).append(row)
    with unit_of_work.reading() as unit:
        open_ones = select(Supervision.complaint_id).where(
            Supervision.complaint_id.in_(by_case), Supervision.state == RequestState.OPEN
        )
        supervised = set(unit.session.scalars(open_ones))
    cases = tuple(
        CaseToSupervise(case, of_case[0].number, tuple(of_case), _obstacle(of_case[0], supervised))
        for case, of_case in by_case.items()
    )
    return Preview(cases, (), len(set(chosen)) - len(rows))


def preview_reassignment(chosen: Collection[str], unit_of_work: UnitOfWork, actor: Actor) -> Preview:
    """The open tasks of the cases, those first that a chosen limit presses on."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    rows = get_due_rows(chosen, unit_of_work, actor)
    limits = {row.key for row in rows if row.kind_group == CLOCK}
    with unit_of_work.reading() as unit:
        tasks = unit.session.scalars(
            select(Task)
            .where(Task.complaint_id.in_({row.complaint_id for row in rows}), Task.state == TaskState.OPEN)
            .order_by(Task.created_at, Task.user_task_key)
        ).all()
        shown = list_rows(tasks, login, unit)
        holders = {row.claimed_by or row.assignee or "" for row in shown}
        names = map_people_names(unit, logins=holders)
    pressed = {task.user_task_key for task in tasks if task.clock_id in limits}
    moved = [
        TaskToMove(row, names.get(row.claimed_by or row.assignee or ""), row.user_task_key in pressed)
        for row in shown
    ]
    ordered = sorted(moved, key=lambda task: (not task.presses, task.row.number))
    return Preview((), tuple(ordered), len(set(chosen)) - len(rows))


def _obstacle(row: DueRow, supervised: Collection[str]) -> str | None:
    if row.stage is Stage.ARCHIVED:
        return CASE_ARCHIVED
    return ALREADY_SUPERVISED if row.complaint_id in supervised else None
