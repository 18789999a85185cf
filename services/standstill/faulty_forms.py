"""Open tasks whose form the server cannot work with: it is missing, or no known version of it is without a fault."""

from sqlalchemy import or_, select, tuple_

from models.case.lifecycle import TaskState
from models.case.task import Task
from services.forms.form_fault import FormFault, FormFaultCode
from services.forms.unworkable_forms import map_unworkable_forms
from services.standstill.found import Found
from services.unit_of_work import Unit
from services.worklist.sync_tasks import NAME


def find_faulty_forms(unit: Unit) -> list[Found]:
    """All of them, each version of a form checked once; `facts` holds what is wrong with the version that the task has."""
    faults = map_unworkable_forms(unit)
    form = tuple_(Task.form_id, Task.form_version)
    query = select(Task).where(
        Task.state == TaskState.OPEN, or_(Task.form_id.is_(None), form.in_(list(faults)))
    )
    return [
        Found(
            task.user_task_key,
            task.created_at,
            {
                "element_id": task.element_id,
                "name": task.details.get(NAME),
                "faults": [
                    {"element": fault.element, "code": fault.code, "detail": fault.detail}
                    for fault in faults.get((task.form_id, task.form_version)) or (_missing(task),)
                ],
            },
            task.complaint_id,
        )
        for task in unit.session.scalars(query)
    ]


def _missing(task: Task) -> FormFault:
    return FormFault(task.element_id, task.element_id, FormFaultCode.FORM_MISSING)
