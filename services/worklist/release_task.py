"""Giving a claimed task back to its group."""

from dataclasses import dataclass

from models.ground.errors import NotPermitted
from services.actor import Actor, staff_id_of
from services.outbox.assign_user_task import tell_assignee
from services.unit_of_work import UnitOfWork
from services.worklist.get_task import get_open_task


@dataclass(frozen=True, slots=True)
class ReleaseTask:
    """The task to give back."""

    user_task_key: str


def release_task(command: ReleaseTask, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Give back one's own task; a free one stays free. NotPermitted for somebody else's, Conflict for an ended one."""
    login = staff_id_of(actor)
    with unit_of_work as unit:
        task = get_open_task(command.user_task_key, unit, actor)
        holder = task.claimed_by or task.assignee
        if holder is None:
            return
        if holder != login:
            raise NotPermitted(code="CLAIMED_BY_OTHER")
        task.claimed_by = task.assignee = None
        tell_assignee(task, None, f"assign:{task.user_task_key}:{unit.clock.now().isoformat()}", unit)
        unit.trail.add(task.complaint_id, "task.released", {"element_id": task.element_id}, actor)
