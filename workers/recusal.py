"""Jobs of recusal.bpmn."""

from pyzeebe import Job

from bpmn.names import JobType
from models.beside.recusal import Recusal
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.own_process import OwnProcessResult, start

router = JobRouter()


@router.job(JobType.START_RECUSAL)
def start_recusal(recusal_id: str, job: Job, make_unit: UnitFactory) -> OwnProcessResult:
    """Bind this instance to its request for recusal, or find that it is a duplicate."""
    return start(Recusal, recusal_id, job, make_unit)
