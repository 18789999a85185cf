"""The job of investigation.bpmn about the window of a request of this kind."""

from pyzeebe import Job

from bpmn.names import JobType
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.window import CheckWindowResult, check

router = JobRouter()


@router.job(JobType.CHECK_ENTRUSTMENT_WINDOW)
def check_entrustment_window(entrustment_id: str, job: Job, make_unit: UnitFactory) -> CheckWindowResult:
    """Whether the work goes on without the report of others."""
    return check(ENTRUSTMENT, entrustment_id, job, make_unit)
