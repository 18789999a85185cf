"""Fetches a projected task for a change."""

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.errors import Conflict, NotFound
from services.access.task_facts import facts_of_task
from services.actor import Actor
from services.unit_of_work import Unit
from services.worklist.task_permission import require_may_know


def get_task_row(user_task_key: str, unit: Unit) -> Task:
    """The task, locked until the unit ends where the database locks rows; NotFound for an unknown key."""
    task = unit.session.get(Task, user_task_key, with_for_update=True)
    if task is None:
        raise NotFound
    return task


def get_open_task(user_task_key: str, unit: Unit, actor: Actor) -> Task:
    """The task if people may still work on it; Conflict("TASK_ENDED") otherwise, NotFound for whom its case is not."""
    task = get_task_row(user_task_key, unit)
    require_may_know(facts_of_task(task), unit, actor)
    if task.state is not TaskState.OPEN:
        raise Conflict(code="TASK_ENDED")
    return task
