"""The job of intake.bpmn and investigation.bpmn about the window of a request of this kind."""

from pyzeebe import Job

from bpmn.names import JobType
from services.requests.kinds.supplement import SUPPLEMENT
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.window import CheckWindowResult, check

router = JobRouter()


@router.job(JobType.CHECK_SUPPLEMENT_WINDOW)
def check_supplement_window(
    supplement_request_id: str, job: Job, make_unit: UnitFactory
) -> CheckWindowResult:
    """Whether the work goes on without what the complainant was asked for."""
    return check(SUPPLEMENT, supplement_request_id, job, make_unit)
