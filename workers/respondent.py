"""The job of investigation.bpmn about the window of a request of this kind."""

from pyzeebe import Job

from bpmn.names import JobType
from services.requests.kinds.respondent import RESPONDENT
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.window import CheckWindowResult, check

router = JobRouter()


@router.job(JobType.CHECK_RESPONDENT_WINDOW)
def check_respondent_window(
    respondent_request_id: str, job: Job, make_unit: UnitFactory
) -> CheckWindowResult:
    """Whether the work goes on without the reply of the unit complained about."""
    return check(RESPONDENT, respondent_request_id, job, make_unit)
