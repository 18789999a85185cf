"""How much stands to be done, by stage and by kind of limit: numbers only, nothing of any case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage, TaskState
from models.case.task import Task
from models.clock.clock import Clock
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class WorkFigures:
    """Each stage and kind there is, also with none."""

    open_tasks: Mapping[str, int]
    overdue: Mapping[str, int]


def read_work_figures(unit_of_work: UnitOfWork) -> WorkFigures:
    """Two counts in one view of the data."""
    with unit_of_work.reading() as unit:
        tasks = unit.session.execute(
            select(Complaint.stage, func.count())
            .select_from(Task)
            .join(Complaint, Complaint.id == Task.complaint_id)
            .where(Task.state == TaskState.OPEN)
            .group_by(Complaint.stage)
        ).all()
        overdue = unit.session.execute(
            select(Clock.kind, func.count())
            .where(Clock.stopped_at.is_(None), Clock.due_at < unit.clock.now())
            .group_by(Clock.kind)
        ).all()
    return WorkFigures(
        {stage.value: 0 for stage in Stage} | {stage.value: count for stage, count in tasks},
        {kind.value: 0 for kind in ClockKind} | {kind.value: count for kind, count in overdue},
    )
