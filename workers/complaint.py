"""Jobs of complaint.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from services.actor import SYSTEM
from services.beside.withdrawal import conclude_withdrawal as withdrawing
from services.case import archive_case as archiving
from services.case import conclude_handling as concluding
from services.case import start_case_run as starting
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class StartCaseRunResult(TypedDict):
    """`round` and the clocks are null for a duplicate instance; no first contact is due with who gave no name."""

    is_duplicate_run: bool
    round: int | None
    acceptance_clock_id: str | None
    first_contact_clock_id: str | None


class ConcludeHandlingResult(TypedDict):
    """Either claims came back and `acceptance_clock_id` is theirs, or `feedback_clock_id` is the answer's."""

    has_returned: bool
    outcome: str | None
    handler_id: str | None
    feedback_clock_id: str | None
    needs_answer_task: bool
    acceptance_clock_id: str | None


class ConcludeWithdrawalResult(TypedDict):
    """Who answers a withdrawn complaint, and by when."""

    outcome: str
    handler_id: str | None
    feedback_clock_id: str | None
    needs_answer_task: bool


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
        first_contact_clock_id=started.first_contact_clock_id,
    )


@router.job(JobType.CONCLUDE_HANDLING)
def conclude_handling(
    complaint_id: str, round: int, job: Job, make_unit: UnitFactory
) -> ConcludeHandlingResult:
    """See whether everything for the answer is there, or claims came back from an outside unit."""
    command = concluding.ConcludeHandling(complaint_id, round, identify(job))
    concluded = concluding.conclude_handling(command, make_unit(), SYSTEM)
    return ConcludeHandlingResult(
        has_returned=concluded.has_returned,
        outcome=concluded.outcome,
        handler_id=concluded.handler_id,
        feedback_clock_id=concluded.feedback_clock_id,
        needs_answer_task=concluded.needs_answer_task,
        acceptance_clock_id=concluded.acceptance_clock_id,
    )


@router.job(JobType.CONCLUDE_WITHDRAWAL)
def conclude_withdrawal(
    complaint_id: str, round: int, job: Job, make_unit: UnitFactory
) -> ConcludeWithdrawalResult:
    """End the work on a withdrawn complaint and see who answers it."""
    command = withdrawing.ConcludeWithdrawal(complaint_id, round, identify(job))
    concluded = withdrawing.conclude_withdrawal(command, make_unit(), SYSTEM)
    return ConcludeWithdrawalResult(
        outcome=concluded.outcome,
        handler_id=concluded.handler_id,
        feedback_clock_id=concluded.feedback_clock_id,
        needs_answer_task=concluded.needs_answer_task,
    )


@router.job(JobType.ARCHIVE_CASE)
def archive_case(complaint_id: str, run_no: int, job: Job, make_unit: UnitFactory) -> ArchiveCaseResult:
    """Close the file."""
    command = archiving.ArchiveCase(complaint_id, run_no, identify(job))
    archiving.archive_case(command, make_unit(), SYSTEM)
    return ArchiveCaseResult()
