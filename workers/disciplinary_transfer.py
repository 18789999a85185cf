"""Jobs of disciplinary-transfer.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from models.beside.disciplinary_transfer import DisciplinaryTransfer
from services.requests.start_own_process import StartOwnProcess, start_own_process
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class StartDisciplinaryTransferResult(TypedDict):
    """`is_duplicate`: a second instance, or one whose request had ended before it began."""

    is_duplicate: bool
    complaint_id: str
    clock_id: str | None


@router.job(JobType.START_DISCIPLINARY_TRANSFER)
def start_disciplinary_transfer(
    transfer_id: str, job: Job, make_unit: UnitFactory
) -> StartDisciplinaryTransferResult:
    """Bind this instance to its transfer, or find that it is a duplicate."""
    command = StartOwnProcess(transfer_id, str(job.process_instance_key), identify(job))
    started = start_own_process(DisciplinaryTransfer, command, make_unit())
    return StartDisciplinaryTransferResult(
        is_duplicate=started.is_duplicate,
        complaint_id=started.complaint_id,
        clock_id=started.clock_id,
    )
