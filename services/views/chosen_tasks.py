"""The tasks that a person ticked in his list, by key, to be named in what is told of each."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.task import Task
from services.access.readable_cases import list_readable_cases
from services.actor import Actor, staff_id_of
from services.unit_of_work import UnitOfWork
from services.views.my_tasks import TaskRow, list_kept, list_rows
from services.worklist.concerned_tasks import list_candidates


def list_chosen(
    user_task_keys: Collection[str], unit_of_work: UnitOfWork, actor: Actor
) -> dict[str, TaskRow]:
    """Those of them that he may work on, or whose case he may read; also what somebody else took in the meantime."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        is_chosen = Task.user_task_key.in_(user_task_keys)
        tasks = unit.session.scalars(select(Task).where(is_chosen)).all()
        cases = unit.session.scalars(
            select(Complaint).where(Complaint.id.in_({row.complaint_id for row in tasks}))
        )
        readable = list_readable_cases(cases.all(), unit, actor)
        own = {row.key for row in list_kept(list_candidates(login, unit, is_chosen), login, unit)}
        told = [row for row in tasks if row.complaint_id in readable or row.user_task_key in own]
        return {row.user_task_key: row for row in list_rows(told, login, unit)}
