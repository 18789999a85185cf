"""The due day of a measure has passed and nobody has said that it was done: it is on record, and stands as late from then on."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.errors import NotFound
from models.ground.measure_codes import MeasureState
from models.office.measure import Measure
from services.actor import SYSTEM
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class RemindMeasure:
    """Which measure, and the job that asks."""

    measure_id: str
    job: JobIdentity


def remind_measure(command: RemindMeasure, unit_of_work: UnitOfWork) -> None:
    """Once; of one that is carried out already nothing is noted. NotFound for no measure."""
    with unit_of_work as unit:
        once_per_job(command.job, unit, lambda: _remind(command.measure_id, unit))


def _remind(measure_id: str, unit: Unit) -> JobResult:
    measure = unit.session.get(Measure, measure_id, with_for_update=True)
    if measure is None:
        raise NotFound
    if measure.state is MeasureState.TO_CARRY_OUT:
        measure.reminded_at = unit.clock.now()
        unit.trail.add(None, "measure.late", {"measure": measure.id, "round": measure.round}, SYSTEM)
    return {}
