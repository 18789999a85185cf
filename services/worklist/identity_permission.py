"""Who may know the complainant of a case that asked to be kept secret within the centre too (对中心内部也保密)."""

from sqlalchemy import or_, select

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import Role
from services.tasks.registry import elements_where
from services.unit_of_work import Unit

# Who may open an identity at all, in a case that he may read.
REVEALING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.RETURN_VISIT, Role.DIRECTOR, Role.APPROVER)
# Of the words that say why; 核实 is no reason.
SHORTEST_PURPOSE = 4
# Why a look at the identity is refused: he asked for secrecy within the centre; he had the use of his data ended.
IDENTITY_WITHHELD = "IDENTITY_WITHHELD"
DATA_RESTRICTED = "DATA_RESTRICTED"


def may_know_identity(complaint: Complaint, login: str, unit: Unit) -> bool:
    """True in a case without that wish; else for its handler, who registered or first contacted, who is designated for
    the case by name and who holds an open task in which the complainant is spoken to.
    """
    if not complaint.confidentiality_requested:
        return True
    if login in (complaint.handler_id, complaint.registered_by, complaint.first_contact_staff):
        return True
    designated = select(Designation.id).where(
        Designation.complaint_id == complaint.id,
        Designation.staff_id == login,
        Designation.ended_at.is_(None),
        Designation.user_task_key.is_(None),
    )
    # Their holder must know whom he speaks to.
    speaking_elements = elements_where(lambda task: task.speaks_to_complainant)
    speaking = select(Task.user_task_key).where(
        Task.complaint_id == complaint.id,
        Task.state == TaskState.OPEN,
        Task.element_id.in_(speaking_elements),
        or_(Task.claimed_by == login, Task.assignee == login),
    )
    return any(unit.session.scalars(found.limit(1)).first() for found in (designated, speaking))
