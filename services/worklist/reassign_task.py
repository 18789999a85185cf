"""A supervisor gives an open task to another person, with the reason, whoever holds it and whoever has it by the diagram."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.case.designation import Designation
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import CaseRole, Role
from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.ground.ids import new_id
from services.access.find_designation import is_in_force
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.outbox.assign_user_task import tell_assignee
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.taker import find_obstacle

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class ReassignTask:
    """The task, the login of whom is to do it, and why; `holder` is who has it as the page shows, empty for nobody."""

    user_task_key: str
    to: str
    reason: str
    holder: str | None = None


def reassign_task(command: ReassignTask, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Give it to the person, who holds it from now on; sent again it is the same decision. No clock moves.

    For the supervisor and the director, NotPermitted for others and NotFound for a task of a case that they must keep
    away from. InvalidInput on `to` and `reason`, Conflict("TASK_ENDED"), Conflict("TASK_MOVED") when somebody else has it
    than the page showed, RuleRefused with the code of what keeps the person from the task: a supervisor's word lifts no
    rule. Nobody gives a task to himself.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    require_reason(command.reason)
    if not command.to:
        raise InvalidInput({"to": "REQUIRED"})
    with unit_of_work as unit:
        task = unit.session.get(Task, command.user_task_key, with_for_update=True)
        if task is None or find_exclusions({task.complaint_id}, login, unit):
            raise NotFound
        if task.state is not TaskState.OPEN:
            raise Conflict(code="TASK_ENDED")
        if (task.claimed_by or task.assignee) == command.to:
            return
        if command.holder not in (None, task.claimed_by or task.assignee or ""):
            raise Conflict(code="TASK_MOVED")
        if (code := find_obstacle(task, command.to, login, unit)) is not None:
            raise RuleRefused(code)
        _reassign(command, task, unit, actor)


def require_reason(reason: str) -> None:
    """InvalidInput on `reason` for none or one that is too long."""
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise InvalidInput({"reason": "TOO_LONG" if reason.strip() else "REQUIRED"})


def _reassign(command: ReassignTask, task: Task, unit: Unit, actor: Actor) -> None:
    before, now = task.claimed_by or task.assignee, unit.clock.now()
    for earlier in unit.session.scalars(
        select(Designation).where(Designation.user_task_key == task.user_task_key, is_in_force())
    ):
        earlier.ended_at = now
    named = Designation(
        id=new_id(),
        complaint_id=task.complaint_id,
        staff_id=command.to,
        role_in_case=CaseRole.NAMED,
        by=actor.name,
        at=now,
        user_task_key=task.user_task_key,
        reason=command.reason.strip(),
    )
    unit.session.add(named)
    task.claimed_by = task.assignee = command.to
    tell_assignee(task, command.to, f"reassigned:{task.user_task_key}:{named.id}", unit)
    payload = {
        "element_id": task.element_id,
        "from": before,
        "to": command.to,
        "staff_id": command.to,
        "designation_id": named.id,
    }
    unit.trail.add(task.complaint_id, "task.reassigned", payload, actor)
