"""Jobs of rectification.bpmn."""

from pyzeebe import Job

from bpmn.names import JobType
from models.beside.rectification import Rectification
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.own_process import OwnProcessResult, start

router = JobRouter()


@router.job(JobType.START_RECTIFICATION)
def start_rectification(rectification_id: str, job: Job, make_unit: UnitFactory) -> OwnProcessResult:
    """Bind this instance to its order, or find that it is a duplicate."""
    return start(Rectification, rectification_id, job, make_unit)
