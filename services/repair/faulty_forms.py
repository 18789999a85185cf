"""Open tasks whose form the server cannot work with: it is missing, or no known version of it is without a fault."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, tuple_

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import Role
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.forms.form_fault import FormFault, FormFaultCode
from services.forms.unworkable_forms import map_unworkable_forms
from services.unit_of_work import UnitOfWork
from services.worklist.sync_tasks import NAME


@dataclass(frozen=True, slots=True)
class TaskWithFaultyForm:
    """`name` is the diagram's own; `faults` tells what is wrong with the version of the form that the task has."""

    user_task_key: str
    element_id: str
    name: str | None
    complaint_id: str
    number: str
    since: datetime
    faults: tuple[FormFault, ...]


def list_faulty_forms(unit_of_work: UnitOfWork, actor: Actor) -> list[TaskWithFaultyForm]:
    """The oldest first; rules of who sees what as in list_unworkable_tasks. Each version of a form is checked once."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        faults = map_unworkable_forms(unit)
        form = tuple_(Task.form_id, Task.form_version)
        query = (
            select(Task, Complaint.number)
            .join(Complaint, Complaint.id == Task.complaint_id)
            .where(Task.state == TaskState.OPEN, or_(Task.form_id.is_(None), form.in_(list(faults))))
            .order_by(Task.created_at, Task.user_task_key)
        )
        rows = unit.session.execute(query).all()
        barred = find_exclusions({task.complaint_id for task, _ in rows}, login, unit)
        return [
            TaskWithFaultyForm(
                task.user_task_key,
                task.element_id,
                task.details.get(NAME),
                task.complaint_id,
                number,
                task.created_at,
                faults.get((task.form_id, task.form_version)) or (_missing(task),),
            )
            for task, number in rows
            if task.complaint_id not in barred
        ]


def _missing(task: Task) -> FormFault:
    return FormFault(task.element_id, task.element_id, FormFaultCode.FORM_MISSING)
