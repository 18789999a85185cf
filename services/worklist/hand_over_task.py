"""Handing a task that one holds to a colleague, with the reason: the same rules that ask before the engine assigns it."""

from __future__ import annotations

from dataclasses import dataclass

from models.case.task import Task
from models.ground.errors import InvalidInput, NotPermitted
from services.actor import Actor, staff_id_of
from services.outbox.assign_user_task import tell_assignee
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.get_task import get_open_task
from services.worklist.taker import find_obstacle

LONGEST_REASON = 500
NOT_HELD = "NOT_HELD"


@dataclass(frozen=True, slots=True)
class HandOverTask:
    """The task, the login of the colleague, and why."""

    user_task_key: str
    to: str
    reason: str


def hand_over_task(command: HandOverTask, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Give the task to the colleague, who holds it from now on; no clock moves, and the draft stays behind.

    InvalidInput on `to` and `reason`. NotPermitted("NOT_HELD") for a task of nobody's or somebody else's, NotFound where
    the case is not for him, Conflict for an ended one.
    """
    login = staff_id_of(actor)
    with unit_of_work as unit:
        task = get_open_task(command.user_task_key, unit, actor)
        if (task.claimed_by or task.assignee) != login:
            raise NotPermitted(code=NOT_HELD)
        _require_valid(command, task, login, unit)
        task.claimed_by = task.assignee = command.to
        tell_assignee(task, command.to, f"assign:{task.user_task_key}:{unit.clock.now().isoformat()}", unit)
        payload = {
            "element_id": task.element_id,
            "from": login,
            "to": command.to,
            "staff_id": command.to,
            "reason": command.reason.strip(),
        }
        unit.trail.add(task.complaint_id, "task.handed_over", payload, actor)


def _require_valid(command: HandOverTask, task: Task, login: str, unit: Unit) -> None:
    errors = {}
    if not command.to:
        errors["to"] = "REQUIRED"
    elif (code := find_obstacle(task, command.to, login, unit)) is not None:
        errors["to"] = code
    if not 1 <= len(command.reason.strip()) <= LONGEST_REASON:
        errors["reason"] = "TOO_LONG" if command.reason.strip() else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
