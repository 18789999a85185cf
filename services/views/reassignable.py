"""One open task before a supervisor gives it to another: who holds it, and who may have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound
from models.office.staff import Staff
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.office.people_names import list_people_options, map_people_names
from services.office.unit_options import Option
from services.unit_of_work import Unit, UnitOfWork
from services.views.my_tasks import TaskRow, list_rows
from services.views.takers import list_kept_away
from services.worklist.taker import find_obstacle
from services.worklist.task_permission import list_handlers_tasks


@dataclass(frozen=True, slots=True)
class Reassignable:
    """`holder` is the login of who has it, `holder_name` how he is called; both None where nobody has it yet."""

    row: TaskRow
    holder: str | None
    holder_name: str | None
    people: tuple[Option, ...]


def get_reassignable(user_task_key: str, unit_of_work: UnitOfWork, actor: Actor) -> Reassignable:
    """People by unit: those whom no rule keeps from it, asked of each who has the role or the case, which are few.

    NotPermitted for who supervises nothing, NotFound for a task of a case that
    he must keep away from, Conflict("TASK_ENDED").
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        task = unit.session.get(Task, user_task_key)
        if task is None or find_exclusions({task.complaint_id}, login, unit):
            raise NotFound
        if task.state is not TaskState.OPEN:
            raise Conflict(code="TASK_ENDED")
        holder = task.claimed_by or task.assignee
        names = map_people_names(unit, logins=[holder]) if holder else {}
        people = [
            person
            for person in _list_of_role(task, unit)
            if person.login != holder and find_obstacle(task, person.login, login, unit) is None
        ]
        return Reassignable(
            list_rows([task], login, unit)[0],
            holder,
            names.get(holder or ""),
            tuple(list_people_options(people, unit)),
        )


def _list_of_role(task: Task, unit: Unit) -> list[Staff]:
    staff = unit.session.scalars(
        select(Staff).where(Staff.active.is_(True)).order_by(Staff.unit, Staff.login)
    ).all()
    away = list_kept_away({task.complaint_id}, unit)
    handler = unit.session.get_one(Complaint, task.complaint_id).handler_id
    of_handler = handler if task.element_id in list_handlers_tasks() else None
    own_unit = unit.session.scalars(
        select(Referral.unit_code).where(Referral.process_instance_key == task.process_instance_key)
    ).first()
    return [
        person
        for person in staff
        if person.stand_in_id is None
        and person.login not in away
        and (person.login == of_handler or _has_role(person, staff, task, own_unit))
    ]


def _has_role(person: Staff, staff: Sequence[Staff], task: Task, own_unit: str | None) -> bool:
    """By his own roles or by those of whom he stands in for; a task that went to a unit stays there."""
    held = set(person.roles).union(*(row.roles for row in staff if row.stand_in_id == person.login))
    fitting = held.intersection(task.candidate_groups)
    if own_unit is not None and fitting <= {Role.UNIT_REP}:
        return bool(fitting) and person.unit == own_unit
    return bool(fitting)
