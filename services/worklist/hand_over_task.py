"""Handing a task that one holds to a colleague, with the reason: the same rules that ask before the engine assigns it."""

from __future__ import annotations

from dataclasses import dataclass

from models.case.task import Task
from models.ground.errors import InvalidInput, NotPermitted
from models.office.staff import Staff
from services.access.task_facts import facts_of_task
from services.actor import Actor, staff_id_of
from services.outbox.assign_user_task import tell_assignee
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.get_task import get_open_task
from services.worklist.task_permission import NOT_ACTIVE_STAFF, ON_LEAVE, ROLE_MISSING, find_bar

LONGEST_REASON = 500
NOT_HELD, TO_HIMSELF, KEPT_AWAY = "NOT_HELD", "TO_HIMSELF", "KEPT_AWAY"
# What everybody may know of a colleague; which rule of the case keeps him from it is told to nobody.
_TOLD = frozenset({NOT_ACTIVE_STAFF, ON_LEAVE, ROLE_MISSING})


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
    if not command.to or unit.session.get(Staff, command.to) is None:
        errors["to"] = "REQUIRED" if not command.to else NOT_ACTIVE_STAFF
    elif command.to == login:
        errors["to"] = TO_HIMSELF
    elif (bar := find_bar(facts_of_task(task), command.to, unit)) is not None:
        errors["to"] = bar if bar in _TOLD else KEPT_AWAY
    if not 1 <= len(command.reason.strip()) <= LONGEST_REASON:
        errors["reason"] = "TOO_LONG" if command.reason.strip() else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
