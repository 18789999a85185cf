"""The engine asks before it assigns a user task of the office, which is about no case: may this person have it?"""

from dataclasses import dataclass

from models.office.staff import Staff
from services.office.deputies import is_at_work, list_acting_roles
from services.unit_of_work import UnitOfWork
from services.worklist.task_permission import NOT_ACTIVE_STAFF, ON_LEAVE, ROLE_MISSING


@dataclass(frozen=True, slots=True)
class CheckOfficeAssignment:
    """The roles that the task is offered and the person to be assigned; None gives the task back to its groups."""

    candidate_groups: tuple[str, ...]
    assignee: str | None


def check_office_assignment(command: CheckOfficeAssignment, unit_of_work: UnitOfWork) -> str | None:
    """None when the person may have the task, else the code of the rule against it; a pure question."""
    if command.assignee is None:
        return None
    with unit_of_work.reading() as unit:
        staff = unit.session.get(Staff, command.assignee)
        if staff is None or not staff.active:
            return NOT_ACTIVE_STAFF
        if not is_at_work(staff):
            return ON_LEAVE
        has_role = list_acting_roles(staff, unit.session).intersection(command.candidate_groups)
    return None if has_role else ROLE_MISSING
