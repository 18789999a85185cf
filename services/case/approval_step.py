"""Whether the run of a case draws the approval of entrustments: a diagram says so of itself at the tasks of its investigation."""

from sqlalchemy import select

from bpmn.names import InvestigationElement
from models.case.complaint import Complaint
from models.case.task import Task
from services.unit_of_work import Unit

# Input of a task in the diagram, kept in the row of the task.
KNOWS_APPROVAL = "knows_approval"
_TASKS = (
    InvestigationElement.USER_TASK_PLAN_INVESTIGATION.value,
    InvestigationElement.USER_TASK_RECORD_INVESTIGATION_ACT.value,
    InvestigationElement.USER_TASK_RECORD_FINDINGS.value,
)


def knows_entrustment_approval(complaint: Complaint, unit: Unit) -> bool:
    """False where the last task of the investigation says nothing of it: an earlier diagram, or an owner's older one."""
    details = unit.session.scalars(
        select(Task.details)
        .where(Task.complaint_id == complaint.id, Task.element_id.in_(_TASKS))
        .order_by(Task.created_at.desc(), Task.user_task_key.desc())
        .limit(1)
    ).first()
    return details is None or details.get(KNOWS_APPROVAL) is True
