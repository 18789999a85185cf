"""Jobs of investigation.bpmn: its windows. That of a supplement stands in intake.bpmn too and is the same job."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from services.actor import SYSTEM
from services.requests.check_window import CheckWindow, check_window
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.requests.kinds.respondent import RESPONDENT
from services.requests.kinds.supplement import SUPPLEMENT
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class CheckWindowResult(TypedDict):
    """`window_ends_at` is an ISO moment with offset."""

    is_window_over: bool
    window_ends_at: str


@router.job(JobType.CHECK_SUPPLEMENT_WINDOW)
def check_supplement_window(
    supplement_request_id: str, job: Job, make_unit: UnitFactory
) -> CheckWindowResult:
    """Whether the work goes on without what the complainant was asked for."""
    return _check(CheckWindow(SUPPLEMENT, supplement_request_id, identify(job)), make_unit)


@router.job(JobType.CHECK_ENTRUSTMENT_WINDOW)
def check_entrustment_window(entrustment_id: str, job: Job, make_unit: UnitFactory) -> CheckWindowResult:
    """Whether the work goes on without the report of others."""
    return _check(CheckWindow(ENTRUSTMENT, entrustment_id, identify(job)), make_unit)


@router.job(JobType.CHECK_RESPONDENT_WINDOW)
def check_respondent_window(
    respondent_request_id: str, job: Job, make_unit: UnitFactory
) -> CheckWindowResult:
    """Whether the work goes on without the reply of the unit complained about."""
    return _check(CheckWindow(RESPONDENT, respondent_request_id, identify(job)), make_unit)


def _check(command: CheckWindow, make_unit: UnitFactory) -> CheckWindowResult:
    checked = check_window(command, make_unit(), SYSTEM)
    return CheckWindowResult(is_window_over=checked.is_window_over, window_ends_at=checked.window_ends_at)
