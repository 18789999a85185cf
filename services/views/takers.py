"""Who may be given a task that somebody hands over: colleagues of its groups who are at work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from models.beside.recusal import Recusal
from models.case.respondent import Respondent
from models.case.task import Task
from models.ground.codes import RecusalOutcome, Role
from models.office.staff import Staff
from services.actor import Actor, staff_id_of
from services.office.people_names import list_people_options
from services.office.unit_options import Option
from services.unit_of_work import Unit, UnitOfWork
from services.views.my_tasks import TaskRow, list_kept, list_rows
from services.worklist.concerned_tasks import is_held_by, list_candidates


@dataclass(frozen=True, slots=True)
class Takers:
    """The tasks of those asked for that the person holds, and the colleagues who have the role of all of them."""

    tasks: tuple[TaskRow, ...]
    people: tuple[Option, ...]


def list_takers(user_task_keys: Collection[str], unit_of_work: UnitOfWork, actor: Actor) -> Takers:
    """By login. Who is complained about or was recused by name is left out; every other rule is asked when it is done."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        chosen = [Task.user_task_key.in_(user_task_keys), is_held_by(login)]
        kept = list_kept(list_candidates(login, unit, *chosen), login, unit)
        tasks = unit.session.scalars(
            select(Task).where(Task.user_task_key.in_([row.key for row in kept]))
        ).all()
        people = _list_people(tasks, login, unit)
        return Takers(tuple(list_rows(tasks, login, unit)), tuple(list_people_options(people, unit)))


def _list_people(tasks: Collection[Task], login: str, unit: Unit) -> list[Staff]:
    if not tasks:
        return []
    away = list_kept_away({task.complaint_id for task in tasks}, unit)
    at_work = unit.session.scalars(
        select(Staff)
        .where(Staff.active.is_(True), Staff.stand_in_id.is_(None), Staff.login != login)
        .order_by(Staff.login)
    ).all()
    own_unit = unit.session.get_one(Staff, login).unit
    return [
        person
        for person in at_work
        if person.login not in away and all(_has_part(person, task, own_unit) for task in tasks)
    ]


def _has_part(person: Staff, task: Task, own_unit: str) -> bool:
    roles = set(person.roles).intersection(task.candidate_groups)
    # A unit's own tasks stay in the unit.
    return bool(roles - {Role.UNIT_REP}) or (bool(roles) and person.unit == own_unit)


def list_kept_away(cases: Collection[str], unit: Unit) -> set[str]:
    """The logins of whom one of the cases is about, and of who was recused in one by name."""
    named = select(Respondent.staff_id).where(Respondent.complaint_id.in_(cases), Respondent.in_force())
    recused = select(Recusal.who).where(
        Recusal.complaint_id.in_(cases), Recusal.outcome == RecusalOutcome.RECUSED
    )
    return {name for query in (named, recused) for name in unit.session.scalars(query) if name}
