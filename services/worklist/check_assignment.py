"""The engine asks before it assigns a user task: may this person have it? So no tool can go around the rules."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from services.access.task_facts import TaskFacts
from services.unit_of_work import UnitOfWork
from services.worklist.task_permission import find_bar


@dataclass(frozen=True, slots=True)
class CheckAssignment:
    """The task and the person to be assigned; None gives the task back to its groups."""

    complaint_id: str
    element_id: str
    candidate_groups: tuple[str, ...]
    assignee: str | None
    process_instance_key: str | None = None
    user_task_key: str | None = None


def check_assignment(command: CheckAssignment, unit_of_work: UnitOfWork) -> str | None:
    """None when the person may have the task, else the code of the rule against it; a pure question."""
    if command.assignee is None:
        return None
    facts = TaskFacts(
        command.complaint_id,
        command.element_id,
        command.candidate_groups,
        command.process_instance_key,
        command.user_task_key,
    )
    with unit_of_work.reading() as unit:
        if unit.session.get(Complaint, command.complaint_id) is None:
            return "CASE_UNKNOWN"
        return find_bar(facts, command.assignee, unit)
