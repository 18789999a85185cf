"""Claiming a task: one person works on it, the engine is told after the commit."""

from dataclasses import dataclass

from models.ground.errors import Conflict
from services.access.task_facts import facts_of_task
from services.actor import Actor
from services.outbox.assign_user_task import AssignUserTask
from services.unit_of_work import UnitOfWork
from services.worklist.get_task import get_open_task
from services.worklist.task_permission import require_may_work


@dataclass(frozen=True, slots=True)
class ClaimTask:
    """The task to take."""

    user_task_key: str


def claim_task(command: ClaimTask, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Take the task; taking one's own again changes nothing.

    NotFound, NotPermitted with the rule's code, Conflict when it has ended or somebody else has it.
    """
    with unit_of_work as unit:
        task = get_open_task(command.user_task_key, unit, actor)
        login = require_may_work(facts_of_task(task), unit, actor)
        if task.claimed_by == login:
            return
        if task.claimed_by is not None:
            raise Conflict(code="CLAIMED_BY_OTHER")
        task.claimed_by = login
        assignment = AssignUserTask(
            user_task_key=task.user_task_key, assignee=login, complaint_id=task.complaint_id
        )
        unit.outbox.add(assignment, f"assign:{task.user_task_key}:{unit.clock.now().isoformat()}")
        unit.trail.add(task.complaint_id, "task.claimed", {"element_id": task.element_id}, actor)
