"""How many open tasks a person holds: the number beside the list's name on every page of his."""

from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from services.access.kept_away import must_keep_away
from services.actor import Actor, staff_id_of
from services.unit_of_work import UnitOfWork
from services.worklist.concerned_tasks import is_held_by

MOST_SHOWN = 99


@dataclass(frozen=True, slots=True)
class TaskCount:
    """`has_more`: the number is the most that is told."""

    number: int
    has_more: bool


def count_my_tasks(unit_of_work: UnitOfWork, actor: Actor) -> TaskCount:
    """Tasks that are his by claim or by the diagram; none of a case that he must keep away from."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        held = (
            select(Task.user_task_key)
            .join(Complaint, Complaint.id == Task.complaint_id)
            .where(is_held_by(login), Task.state == TaskState.OPEN, ~must_keep_away(login, unit))
            .limit(MOST_SHOWN + 1)
        )
        number = unit.session.scalars(select(func.count()).select_from(held.subquery())).one()
    return TaskCount(min(number, MOST_SHOWN), has_more=number > MOST_SHOWN)
