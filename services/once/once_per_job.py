"""The effect of a job at most once: its answer is kept in the transaction of the effect and given again."""

from collections.abc import Callable
from dataclasses import dataclass

from models.ledger.inbox import DoneJob, find_result, record_result
from services.unit_of_work import Unit

JobResult = dict[str, object]


@dataclass(frozen=True, slots=True)
class JobIdentity:
    """Which job asks."""

    job_key: str
    element_instance_key: str
    job_type: str
    process_instance_key: str | None = None


def once_per_job(job: JobIdentity, unit: Unit, effect: Callable[[], JobResult]) -> JobResult:
    """The result of `effect`, or of the run before when this job was done already; nothing happens twice.

    JobOfAnotherStore where another job was done under this key: its answer is not this one's.
    """
    known = find_result(unit.session, job.job_key, job.element_instance_key)
    if known is not None:
        return known
    result = effect()
    done = DoneJob(
        job_key=job.job_key,
        element_instance_key=job.element_instance_key,
        job_type=job.job_type,
        result=dict(result),
        done_at=unit.clock.now(),
        process_instance_key=job.process_instance_key,
    )
    record_result(unit.session, done)
    return result
