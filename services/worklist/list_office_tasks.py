"""Open tasks of the office, for the list of tasks of those whom they ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from models.ground.codes import Role
from models.office.office_task import OfficeTask
from models.office.staff import Staff
from services.actor import Actor, staff_id_of
from services.unit_of_work import UnitOfWork

# Read at once and told by role; the rest follows when these are decided.
MOST_READ = 500
MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class ListedOfficeTask:
    """`page` names what decides it (bpmn/pages.py), `subject_id` what it is about; `is_late` once it was due."""

    page: str
    subject_id: str
    since: datetime
    due_at: datetime | None
    is_late: bool


# Other roles are asked about cases alone, so that their lists need no look at this table.
_ASKED = frozenset({Role.SUPERVISOR, Role.DIRECTOR, Role.UNIT_REP})


def list_office_tasks(unit_of_work: UnitOfWork, actor: Actor) -> tuple[ListedOfficeTask, ...]:
    """Those that ask his roles, and his unit where they ask one unit alone; what is due first, then what is open longest."""
    if not actor.roles & _ASKED:
        return ()
    with unit_of_work.reading() as unit:
        own_unit = select(Staff.unit).where(Staff.login == staff_id_of(actor)).scalar_subquery()
        rows = unit.session.scalars(
            select(OfficeTask)
            .where(or_(OfficeTask.unit.is_(None), OfficeTask.unit == own_unit))
            .order_by(OfficeTask.due_at.is_(None), OfficeTask.due_at, OfficeTask.since, OfficeTask.subject_id)
            .limit(MOST_READ)
        ).all()
        now = unit.clock.now()
    asked = [row for row in rows if actor.roles.intersection(row.candidate_groups)]
    return tuple(
        ListedOfficeTask(
            row.page, row.subject_id, row.since, row.due_at, bool(row.due_at and row.due_at < now)
        )
        for row in asked[:MOST_LISTED]
    )
