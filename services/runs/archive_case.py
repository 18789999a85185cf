"""The last step of a run: the file is closed, its clocks stand still, nobody works on it any more."""

from dataclasses import dataclass

from sqlalchemy import select

from models.clock import Clock
from models.ids import ClockId
from models.lifecycle import Stage, TaskState
from models.task import Task
from services.actor import Actor
from services.casefile.get_case import get_complaint
from services.clocks.stop_clock import StopClock, stop_clock
from services.lifecycle import move_stage
from services.runs.once_per_job import JobIdentity, JobResult, once_per_job
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class ArchiveCase:
    """The run that ends."""

    complaint_id: str
    run_no: int
    job: JobIdentity


def archive_case(command: ArchiveCase, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Close the file once; NotFound for an unknown case, Conflict when its stage cannot end here."""
    with unit_of_work as unit:
        once_per_job(command.job, unit, lambda: _archive(command, unit, actor))


def _archive(command: ArchiveCase, unit: Unit, actor: Actor) -> JobResult:
    complaint = get_complaint(command.complaint_id, unit)
    running = unit.session.scalars(
        select(Clock.id).where(Clock.complaint_id == complaint.id, Clock.stopped_at.is_(None))
    ).all()
    for clock_id in running:
        stop_clock(unit, StopClock(ClockId(clock_id), "archived"))
    now = unit.clock.now()
    left_over = unit.session.scalars(
        select(Task).where(Task.complaint_id == complaint.id, Task.state == TaskState.OPEN)
    )
    for task in left_over:
        task.state, task.ended_at, task.end_reason = TaskState.CANCELLED, now, "archived"
    move_stage(complaint, Stage.ARCHIVED, unit, actor)
    complaint.closed_at = now
    unit.trail.add(complaint.id, "case.archived", {"run_no": command.run_no}, actor)
    return {}
