"""The first step of `improvement`: the study waits in this instance, and the day is told by which its plan is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.clock.legal_time import at_time
from models.ground.errors import NotFound
from models.office.study import Study
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeUpStudy:
    """Which study, the instance that asks, and its job."""

    study_id: str
    process_instance_key: str
    job: JobIdentity


def take_up_study(command: TakeUpStudy, unit_of_work: UnitOfWork) -> JobResult:
    """`plan_due_at`, the end of that day in Beijing; asked again, that of the first time. NotFound for no study."""
    with unit_of_work as unit:
        return once_per_job(command.job, unit, lambda: _take_up(command, unit))


def _take_up(command: TakeUpStudy, unit: Unit) -> JobResult:
    study = unit.session.get(Study, command.study_id, with_for_update=True)
    if study is None:
        raise NotFound
    study.instance_key = command.process_instance_key
    return {"plan_due_at": end_of(study.due_on)}


def end_of(day: date) -> str:
    """The moment at which it is late, as diagrams take it."""
    return at_time(day, "24:00").isoformat()
