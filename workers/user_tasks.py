"""Listener jobs of all user tasks: the rules that no other tool can go around."""

import json

from pyzeebe import Job

from bpmn.names import JobType
from models.ground.errors import InvalidInput
from services.unit_of_work import UnitFactory
from services.worklist import check_assignment as assigning
from services.worklist import check_completion as completing
from services.worklist import check_office_assignment as office_assigning
from workers.denials import denial_of
from workers.hardened.job_route import Denial, JobRouter

router = JobRouter()

HEADER_PREFIX = "io.camunda.zeebe:"


@router.listener(JobType.CHECK_ASSIGNMENT, fetches=("complaint_id",))
def check_assignment(job: Job, make_unit: UnitFactory) -> Denial | None:
    """Deny an assignee who is complained about, recused or lacks the role."""
    complaint_id = job.variables.get("complaint_id")
    if not isinstance(complaint_id, str):
        raise InvalidInput({"complaint_id": "WRONG_TYPE"})
    command = assigning.CheckAssignment(
        complaint_id=complaint_id,
        element_id=job.element_id,
        candidate_groups=_groups(job),
        assignee=_header(job, "assignee") or None,
        process_instance_key=str(job.process_instance_key),
        user_task_key=_header(job, "userTaskKey") or None,
    )
    return denial_of(assigning.check_assignment(command, make_unit()))


@router.listener(JobType.CHECK_OFFICE_ASSIGNMENT)
def check_office_assignment(job: Job, make_unit: UnitFactory) -> Denial | None:
    """Deny an assignee who lacks the role, where the task is about no case."""
    command = office_assigning.CheckOfficeAssignment(_groups(job), _header(job, "assignee") or None)
    return denial_of(office_assigning.check_office_assignment(command, make_unit()))


@router.listener(JobType.CHECK_COMPLETION)
def check_completion(job: Job, make_unit: UnitFactory) -> Denial | None:
    """Deny a completion of a task that was not submitted, and not decided, here."""
    command = completing.CheckCompletion(_header(job, "userTaskKey"))
    return denial_of(completing.check_completion(command, make_unit()))


def _header(job: Job, name: str) -> str:
    value = job.custom_headers.get(HEADER_PREFIX + name)
    return str(value) if value is not None else ""


def _groups(job: Job) -> tuple[str, ...]:
    """The candidate groups: engines send them as a JSON list in one header."""
    value = _header(job, "candidateGroups")
    if not value:
        return ()
    groups = json.loads(value) if value.startswith("[") else value.split(",")
    return tuple(str(group).strip() for group in groups)
