"""The first step of each round of `improvement-measure`: the measure waits in this instance, and its due day is told."""

from __future__ import annotations

from dataclasses import dataclass

from models.clock.legal_time import at_time
from models.ground.errors import NotFound
from models.office.measure import Measure
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeUpMeasure:
    """Which measure, the instance that asks, and its job."""

    measure_id: str
    process_instance_key: str
    job: JobIdentity


def take_up_measure(command: TakeUpMeasure, unit_of_work: UnitOfWork) -> JobResult:
    """`due_at`, the end of its due day in Beijing; asked again, that of the first time. NotFound for no measure."""
    with unit_of_work as unit:
        return once_per_job(command.job, unit, lambda: _take_up(command, unit))


def _take_up(command: TakeUpMeasure, unit: Unit) -> JobResult:
    measure = unit.session.get(Measure, command.measure_id, with_for_update=True)
    if measure is None:
        raise NotFound
    measure.instance_key = command.process_instance_key
    return {"due_at": at_time(measure.due_on, "24:00").isoformat()}
