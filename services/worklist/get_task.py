"""Fetches a projected task for a change."""

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.errors import Conflict, NotFound
from services.unit_of_work import Unit


def get_task_row(user_task_key: str, unit: Unit) -> Task:
    """The task, locked until the unit ends where the database locks rows; NotFound for an unknown key."""
    task = unit.session.get(Task, user_task_key, with_for_update=True)
    if task is None:
        raise NotFound
    return task


def get_open_task(user_task_key: str, unit: Unit) -> Task:
    """The task if people may still work on it; Conflict("TASK_ENDED") otherwise."""
    task = get_task_row(user_task_key, unit)
    if task.state is not TaskState.OPEN:
        raise Conflict(code="TASK_ENDED")
    return task
