"""Jobs of complaint.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from services.actor import SYSTEM
from services.runs import archive_case as archiving
from services.runs import start_case_run as starting
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class StartCaseRunResult(TypedDict):
    """`round` and `acceptance_clock_id` are null for a duplicate instance."""

    is_duplicate_run: bool
    round: int | None
    acceptance_clock_id: str | None


class ArchiveCaseResult(TypedDict):
    """Nothing is returned."""


@router.job(JobType.START_CASE_RUN)
def start_case_run(complaint_id: str, run_no: int, job: Job, make_unit: UnitFactory) -> StartCaseRunResult:
    """Bind this root instance to its run, or find that it is a duplicate."""
    command = starting.StartCaseRun(complaint_id, run_no, str(job.process_instance_key), identify(job))
    started = starting.start_case_run(command, make_unit(), SYSTEM)
    return StartCaseRunResult(
        is_duplicate_run=started.is_duplicate_run,
        round=started.round,
        acceptance_clock_id=started.acceptance_clock_id,
    )


@router.job(JobType.ARCHIVE_CASE)
def archive_case(complaint_id: str, run_no: int, job: Job, make_unit: UnitFactory) -> ArchiveCaseResult:
    """Close the file."""
    command = archiving.ArchiveCase(complaint_id, run_no, identify(job))
    archiving.archive_case(command, make_unit(), SYSTEM)
    return ArchiveCaseResult()
