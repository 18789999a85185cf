"""Whom a supervisor named for a task, and why: told to that person where he finds the task."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.designation import Designation
from models.case.task import Task
from services.access.find_designation import is_in_force
from services.office.people_names import map_people_names
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class NamedFor:
    """Display names of who is to do the task and of who decided so; None for who left the directory."""

    person: str | None
    by: str | None
    at: datetime
    reason: str


def find_named_for(task: Task, unit: Unit) -> NamedFor | None:
    """The decision in force, None where nobody was named."""
    query = select(Designation).where(Designation.user_task_key == task.user_task_key, is_in_force())
    row = unit.session.scalars(query).first()
    if row is None:
        return None
    names = map_people_names(unit, logins=[login for login in (row.staff_id, row.by) if login])
    return NamedFor(names.get(row.staff_id or ""), names.get(row.by), row.at, row.reason or "")


def list_named_for(user_task_keys: Collection[str], login: str, unit: Unit) -> frozenset[str]:
    """Those of the tasks that this person was named for; one query for many."""
    query = select(Designation.user_task_key).where(
        Designation.user_task_key.in_(user_task_keys), Designation.staff_id == login, is_in_force()
    )
    return frozenset(key for key in unit.session.scalars(query) if key is not None)
