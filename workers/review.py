"""Jobs of review.bpmn."""

from pyzeebe import Job

from bpmn.names import JobType
from models.beside.review import Review
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.own_process import OwnProcessResult, start

router = JobRouter()


@router.job(JobType.START_REVIEW)
def start_review(review_id: str, job: Job, make_unit: UnitFactory) -> OwnProcessResult:
    """Bind this instance to its review, or find that it is a duplicate."""
    return start(Review, review_id, job, make_unit)
