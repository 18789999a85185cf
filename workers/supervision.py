"""Jobs of supervision.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from models.beside.supervision import Supervision
from services.requests.start_own_process import StartOwnProcess, start_own_process
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class StartSupervisionResult(TypedDict):
    """`is_duplicate`: a second instance, or one whose request had ended before it began."""

    is_duplicate: bool
    complaint_id: str
    clock_id: str | None
    handler_id: str | None


@router.job(JobType.START_SUPERVISION)
def start_supervision(supervision_id: str, job: Job, make_unit: UnitFactory) -> StartSupervisionResult:
    """Bind this instance to its supervision, or find that it is a duplicate."""
    command = StartOwnProcess(supervision_id, str(job.process_instance_key), identify(job))
    started = start_own_process(Supervision, command, make_unit())
    return StartSupervisionResult(
        is_duplicate=started.is_duplicate,
        complaint_id=started.complaint_id,
        clock_id=started.clock_id,
        handler_id=started.handler_id,
    )
