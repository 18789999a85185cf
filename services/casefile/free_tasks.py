"""Gives tasks that somebody took back to their groups, where he must have nothing to do with them any more."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from models.case.lifecycle import TaskState
from models.case.task import Task
from services.actor import Actor
from services.outbox.assign_user_task import tell_assignee
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Freeing:
    """Whose tasks come free, by login, and for which row: its name in the trail, and its id."""

    keeps_away: Callable[[str], bool]
    reason: str
    row_name: str
    row_id: str


def free_tasks(complaint_id: str, freeing: Freeing, unit: Unit, actor: Actor) -> None:
    """Only those that somebody claimed; the engine is told after the commit, once a task and row."""
    claimed = unit.session.scalars(
        select(Task).where(
            Task.complaint_id == complaint_id, Task.state == TaskState.OPEN, Task.claimed_by.is_not(None)
        )
    )
    for task in claimed:
        if task.claimed_by is None or not freeing.keeps_away(task.claimed_by):
            continue
        task.claimed_by = None
        tell_assignee(task, None, f"{freeing.reason}:{task.user_task_key}:{freeing.row_id}", unit)
        payload = {"element_id": task.element_id, freeing.row_name: freeing.row_id}
        unit.trail.add(complaint_id, "task.released", payload, actor)
