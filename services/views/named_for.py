"""Whom a supervisor named for a task, and why: told to that person where he finds the task."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from models.case.task import Task
from services.access.find_designation import list_in_force
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
    named = list_in_force([task.complaint_id], unit)
    row = next((row for row in named if row.user_task_key == task.user_task_key), None)
    if row is None:
        return None
    names = map_people_names(unit, logins=[login for login in (row.staff_id, row.by) if login])
    return NamedFor(names.get(row.staff_id or ""), names.get(row.by), row.at, row.reason or "")


def list_named_for(tasks: Collection[Task], login: str, unit: Unit) -> frozenset[str]:
    """Keys of those of the tasks that this person was named for; one query for many."""
    keys = {task.user_task_key for task in tasks}
    named = list_in_force({task.complaint_id for task in tasks}, unit)
    return frozenset(
        row.user_task_key for row in named if row.user_task_key in keys and row.staff_id == login
    )
