"""A supervisor names a person for a task that no active person may do: a recorded decision with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from models.case.designation import Designation
from models.case.task import Task
from models.ground.codes import CaseRole, Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.office.standstill import Standstill, StandstillKind
from services.access.find_designation import is_in_force
from services.actor import Actor, require_role
from services.outbox.assign_user_task import tell_assignee
from services.standstill.nameable_people import find_naming_bar, require_unworkable
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.get_task import get_task_row

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class NamePerson:
    """The task, the login of whom is to do it, and why he."""

    user_task_key: str
    staff_id: str
    reason: str


def name_person(command: NamePerson, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Name the person; who was named before is so no more, and who holds the task lets it go.

    A name stands in the place of the role and lifts no other rule: InvalidInput on `staff_id` and on
    `reason`. NotPermitted, NotFound and Conflict as in require_unworkable.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        task = require_unworkable(get_task_row(command.user_task_key, unit), login, unit)
        _require_valid(command, task, login, unit)
        _end_earlier(task, unit)
        _free(task, unit)
        named = Designation(
            id=new_id(),
            complaint_id=task.complaint_id,
            staff_id=command.staff_id,
            role_in_case=CaseRole.NAMED,
            by=actor.name,
            at=unit.clock.now(),
            user_task_key=task.user_task_key,
            reason=command.reason.strip(),
        )
        unit.session.add(named)
        unit.session.execute(
            delete(Standstill).where(
                Standstill.kind == StandstillKind.TASK, Standstill.key == task.user_task_key
            )
        )
        payload = {"element_id": task.element_id, "staff_id": command.staff_id, "designation_id": named.id}
        unit.trail.add(task.complaint_id, "task.person_named", payload, actor)


def _require_valid(command: NamePerson, task: Task, login: str, unit: Unit) -> None:
    errors = {}
    if not command.staff_id:
        errors["staff_id"] = "REQUIRED"
    elif (code := find_naming_bar(task, command.staff_id, login, unit)) is not None:
        errors["staff_id"] = code
    if not 1 <= len(command.reason.strip()) <= LONGEST_REASON:
        errors["reason"] = "TOO_LONG" if command.reason.strip() else "REQUIRED"
    if errors:
        raise InvalidInput(errors)


def _end_earlier(task: Task, unit: Unit) -> None:
    earlier = select(Designation).where(Designation.user_task_key == task.user_task_key, is_in_force())
    for row in unit.session.scalars(earlier):
        row.ended_at = unit.clock.now()


def _free(task: Task, unit: Unit) -> None:
    """Who holds the task is kept away from it, or it would not stand still."""
    if task.claimed_by is None:
        return
    task.claimed_by = None
    tell_assignee(task, None, f"assign:{task.user_task_key}:{unit.clock.now().isoformat()}", unit)
