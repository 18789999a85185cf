"""Jobs of improvement.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from services.studies import remind_study as reminding
from services.studies import take_up_analysis as taking_up_analysis
from services.studies import take_up_study as taking_up
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class TakeUpStudyResult(TypedDict):
    """The moment at which the plan is late."""

    plan_due_at: str


class TakeUpAnalysisResult(TypedDict):
    """The moment at which the analysis is late."""

    analysis_due_at: str


@router.job(JobType.TAKE_UP_STUDY)
def take_up_study(job: Job, study_id: str, make_unit: UnitFactory) -> TakeUpStudyResult:
    """The study waits in this instance from now on."""
    command = taking_up.TakeUpStudy(study_id, str(job.process_instance_key), identify(job))
    return TakeUpStudyResult(plan_due_at=str(taking_up.take_up_study(command, make_unit())["plan_due_at"]))


@router.job(JobType.TAKE_UP_ANALYSIS)
def take_up_analysis(job: Job, study_id: str, make_unit: UnitFactory) -> TakeUpAnalysisResult:
    """An analysis is asked for, the first or one more."""
    command = taking_up_analysis.TakeUpAnalysis(study_id, identify(job))
    told = taking_up_analysis.take_up_analysis(command, make_unit())
    return TakeUpAnalysisResult(analysis_due_at=str(told["analysis_due_at"]))


@router.job(JobType.REMIND_STUDY)
def remind_study(job: Job, study_id: str, make_unit: UnitFactory) -> None:
    """What is due is late now."""
    reminding.remind_study(reminding.RemindStudy(study_id, identify(job)), make_unit())
