"""The day passed by which a plan or an analysis was due: it is on record, and the study stands as late from then on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from models.clock.legal_time import at_time
from models.ground.errors import NotFound
from models.ground.study_codes import UNDECIDED
from models.office.study import Study
from services.actor import SYSTEM
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork

# The clock of an engine may be so far ahead of the office's.
_AHEAD = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RemindStudy:
    """Which study, and the job that asks."""

    study_id: str
    job: JobIdentity


def remind_study(command: RemindStudy, unit_of_work: UnitOfWork) -> None:
    """Once; of what was done meanwhile nothing is noted. NotFound for no study."""
    with unit_of_work as unit:
        once_per_job(command.job, unit, lambda: _remind(command.study_id, unit))


def _remind(study_id: str, unit: Unit) -> JobResult:
    study = unit.session.get(Study, study_id, with_for_update=True)
    if study is None:
        raise NotFound
    now = unit.clock.now()
    if (
        study.state in UNDECIDED
        and now >= at_time(study.due_on, "24:00") - _AHEAD
        and study.reminded_at is None
    ):
        study.reminded_at = now
        payload = {"study": study.id, "state": study.state.value, "due_on": study.due_on.isoformat()}
        unit.trail.add(None, "study.late", payload, SYSTEM)
    return {}
