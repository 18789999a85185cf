"""Jobs of improvement-measure.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from services.measures import judge_measure as judging
from services.measures import remind_measure as reminding
from services.measures import take_up_measure as taking_up
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class TakeUpMeasureResult(TypedDict):
    """The moment after its due day."""

    due_at: str


class JudgeMeasureResult(TypedDict):
    """What the figures say, and when they are asked again where they say too little."""

    verdict: str
    judge_at: str | None


@router.job(JobType.TAKE_UP_MEASURE)
def take_up_measure(job: Job, measure_id: str, make_unit: UnitFactory) -> TakeUpMeasureResult:
    """A round begins in this instance."""
    command = taking_up.TakeUpMeasure(measure_id, str(job.process_instance_key), identify(job))
    return TakeUpMeasureResult(due_at=str(taking_up.take_up_measure(command, make_unit())["due_at"]))


@router.job(JobType.REMIND_MEASURE)
def remind_measure(job: Job, measure_id: str, make_unit: UnitFactory) -> None:
    """Its due day has passed."""
    reminding.remind_measure(reminding.RemindMeasure(measure_id, identify(job)), make_unit())


@router.job(JobType.JUDGE_MEASURE)
def judge_measure(job: Job, measure_id: str, make_unit: UnitFactory) -> JudgeMeasureResult:
    """Its window has passed."""
    told = judging.judge_measure(judging.JudgeMeasure(measure_id, identify(job)), make_unit())
    judge_at = told["judge_at"]
    return JudgeMeasureResult(
        verdict=str(told["verdict"]), judge_at=None if judge_at is None else str(judge_at)
    )
