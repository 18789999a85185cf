"""Jobs of disciplinary-transfer.bpmn."""

from pyzeebe import Job

from bpmn.names import JobType
from models.beside.disciplinary_transfer import DisciplinaryTransfer
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.own_process import OwnProcessResult, start

router = JobRouter()


@router.job(JobType.START_DISCIPLINARY_TRANSFER)
def start_disciplinary_transfer(transfer_id: str, job: Job, make_unit: UnitFactory) -> OwnProcessResult:
    """Bind this instance to its transfer, or find that it is a duplicate."""
    return start(DisciplinaryTransfer, transfer_id, job, make_unit)
