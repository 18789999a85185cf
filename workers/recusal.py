"""Jobs of recusal.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from models.beside.recusal import Recusal
from services.requests.start_own_process import StartOwnProcess, start_own_process
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class StartRecusalResult(TypedDict):
    """`is_duplicate`: a second instance, or one whose request had ended before it began."""

    is_duplicate: bool
    complaint_id: str
    clock_id: str | None


@router.job(JobType.START_RECUSAL)
def start_recusal(recusal_id: str, job: Job, make_unit: UnitFactory) -> StartRecusalResult:
    """Bind this instance to its request for recusal, or find that it is a duplicate."""
    command = StartOwnProcess(recusal_id, str(job.process_instance_key), identify(job))
    started = start_own_process(Recusal, command, make_unit())
    return StartRecusalResult(
        is_duplicate=started.is_duplicate,
        complaint_id=started.complaint_id,
        clock_id=started.clock_id,
    )
