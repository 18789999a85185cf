"""The first step of `periodic-summary`: which summaries wait for a person and in no process yet; they wait in this one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.summary_codes import SummaryState
from models.office.periodic_summary import PeriodicSummary
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class BindSummaries:
    """The instance that asks, and its job."""

    process_instance_key: str
    job: JobIdentity


def bind_summaries(command: BindSummaries, unit_of_work: UnitOfWork) -> tuple[str, ...]:
    """Their ids (names of periods), the oldest first; asked again, those of the first time.

    A summary waits in one instance at a time, so that two that begin together make one task of it.
    """
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _bind(command.process_instance_key, unit))
        ids = result["summary_ids"]
    if not isinstance(ids, list):
        raise TypeError("summary_ids is a list")
    return tuple(map(str, ids))


def _bind(process_instance_key: str, unit: Unit) -> JobResult:
    rows = unit.session.scalars(
        select(PeriodicSummary)
        .where(PeriodicSummary.state == SummaryState.PROPOSED, PeriodicSummary.waiting_in.is_(None))
        .order_by(PeriodicSummary.begins_on, PeriodicSummary.id)
        .with_for_update()
    ).all()
    for row in rows:
        row.waiting_in = process_instance_key
    return {"summary_ids": [row.id for row in rows]}
