"""The effect of a job at most once: its answer is kept in the transaction of the effect and given again."""

from collections.abc import Callable

from models.ledger.inbox import DoneJob, JobIdentity, find_result, forget_result, record_result
from services.unit_of_work import Unit

JobResult = dict[str, object]

__all__ = ["JobIdentity", "JobResult", "once_per_job"]


def once_per_job(
    job: JobIdentity,
    unit: Unit,
    effect: Callable[[], JobResult],
    *,
    is_its_own: Callable[[JobResult], bool] = lambda known: True,
) -> JobResult:
    """The result of `effect`, or of the run before when this very job was done already; nothing happens twice.

    `is_its_own` says of an answer whether it was given to what this job is about, where the record knows that: the first job
    of an instance keeps its distance from the instance's key, so that all that a job is known by comes again together.
    JobOfAnotherStore where another job was done under this key: its answer is not this one's.
    """
    known = find_result(unit.session, job)
    if known is not None:
        if is_its_own(known):
            return known
        forget_result(unit.session, job.job_key)
    result = effect()
    record_result(unit.session, DoneJob(job, dict(result), unit.clock.now()))
    return result
