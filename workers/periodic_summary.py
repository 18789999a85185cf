"""Jobs of periodic-summary.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from services.summaries import bind_summaries as binding
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class BindSummariesResult(TypedDict):
    """Names of the periods whose summaries wait for a person."""

    summary_ids: list[str]


@router.job(JobType.BIND_SUMMARIES)
def bind_summaries(job: Job, make_unit: UnitFactory) -> BindSummariesResult:
    """Which summaries this instance asks a person about."""
    command = binding.BindSummaries(str(job.process_instance_key), identify(job))
    return BindSummariesResult(summary_ids=list(binding.bind_summaries(command, make_unit())))
