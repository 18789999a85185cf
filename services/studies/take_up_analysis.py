"""The step of `improvement` before each analysis: the day is told by which it is due."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.errors import NotFound
from models.office.study import Study
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.studies.take_up_study import end_of
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeUpAnalysis:
    """Which study, and the job that asks."""

    study_id: str
    job: JobIdentity


def take_up_analysis(command: TakeUpAnalysis, unit_of_work: UnitOfWork) -> JobResult:
    """`analysis_due_at`, the end of that day in Beijing; asked again, that of the first time. NotFound for no study."""
    with unit_of_work as unit:
        return once_per_job(command.job, unit, lambda: _take_up(command.study_id, unit))


def _take_up(study_id: str, unit: Unit) -> JobResult:
    study = unit.session.get(Study, study_id)
    if study is None:
        raise NotFound
    return {"analysis_due_at": end_of(study.due_on)}
