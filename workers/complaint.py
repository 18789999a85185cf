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
    """Where the run begins, and with what; all but the first are empty for a duplicate instance.

    No first contact is due with who gave no name.
    """

    is_duplicate_run: bool
    round: int | None
    acceptance_clock_id: str | None
    first_contact_clock_id: str | None
    start_stage: str | None
    start_step: str | None
    outcome: str | None
    handler_id: str | None
    resolve_clock_id: str | None
    investigation_clock_id: str | None
    feedback_clock_id: str | None
    needs_answer_task: bool
    has_accepted: bool
    referral_ids: list[str]
    planned_methods: list[str]
    needs_review: bool
    needs_return_visit: bool
    return_visit_clock_id: str | None
    survey_id: str | None
    wants_redo: bool


class ConcludeHandlingResult(TypedDict):
    """Either matters came back and `acceptance_clock_id` is theirs, or `feedback_clock_id` is the answer's."""

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
        start_stage=started.start_stage,
        start_step=started.start_step,
        outcome=started.outcome,
        handler_id=started.handler_id,
        resolve_clock_id=started.resolve_clock_id,
        investigation_clock_id=started.investigation_clock_id,
        feedback_clock_id=started.feedback_clock_id,
        needs_answer_task=started.needs_answer_task,
        has_accepted=started.has_accepted,
        referral_ids=started.referral_ids,
        planned_methods=started.planned_methods,
        needs_review=started.needs_review,
        needs_return_visit=started.needs_return_visit,
        return_visit_clock_id=started.return_visit_clock_id,
        survey_id=started.survey_id,
        wants_redo=started.wants_redo,
    )


@router.job(JobType.CONCLUDE_HANDLING)
def conclude_handling(
    complaint_id: str, round: int, job: Job, make_unit: UnitFactory
) -> ConcludeHandlingResult:
    """See whether everything for the answer is there, or matters came back from an outside unit."""
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
