"""Jobs of review.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from models.beside.review import Review
from services.requests.start_own_process import StartOwnProcess, start_own_process
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class StartReviewResult(TypedDict):
    """`is_duplicate`: a second instance, or one whose request had ended before it began."""

    is_duplicate: bool
    complaint_id: str
    clock_id: str | None


@router.job(JobType.START_REVIEW)
def start_review(review_id: str, job: Job, make_unit: UnitFactory) -> StartReviewResult:
    """Bind this instance to its review, or find that it is a duplicate."""
    command = StartOwnProcess(review_id, str(job.process_instance_key), identify(job))
    started = start_own_process(Review, command, make_unit())
    return StartReviewResult(
        is_duplicate=started.is_duplicate,
        complaint_id=started.complaint_id,
        clock_id=started.clock_id,
    )
