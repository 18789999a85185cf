"""Gives tasks that somebody holds to another, whom no rule keeps from them; what nobody may take goes back to its group."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from models.case.designation import Designation
from models.case.task import Task
from models.office.absence import Absence
from models.office.absence_move import AbsenceMove
from services.access.task_facts import facts_of_task
from services.actor import Actor
from services.outbox.assign_user_task import tell_assignee
from services.unit_of_work import Unit
from services.worklist.task_permission import find_bar


@dataclass(frozen=True, slots=True)
class Moving:
    """From whom to whom, because of which absence; `is_back` when its person has them again."""

    absence: Absence
    giver: str
    taker: str
    is_back: bool = False


def move_tasks(tasks: Iterable[Task], moving: Moving, unit: Unit, actor: Actor) -> None:
    """Hand them over, each with its result on record; the engine is told after the commit, and no clock moves."""
    row = moving.absence
    for task in tasks:
        heir = next(
            (
                login
                for login in (moving.taker, *_list_named(task.complaint_id, row, unit))
                if find_bar(facts_of_task(task), login, unit) is None
            ),
            None,
        )
        task.claimed_by = heir
        tell_assignee(task, heir, f"absence:{task.user_task_key}:{row.id}:{moving.taker}", unit)
        payload = {"element_id": task.element_id, "from": moving.giver, "to": heir, "absence_id": row.id}
        unit.trail.add(task.complaint_id, "task.handed_over", payload, actor)
        unit.session.add(
            AbsenceMove(
                absence_id=row.id,
                user_task_key=task.user_task_key,
                complaint_id=task.complaint_id,
                to=heir,
                is_back=moving.is_back,
                at=unit.clock.now(),
            )
        )


def _list_named(complaint_id: str, row: Absence, unit: Unit) -> list[str]:
    """Who was named in this case because of the absence."""
    named = unit.session.scalars(
        select(Designation.staff_id).where(
            Designation.complaint_id == complaint_id, Designation.absence_id == row.id
        )
    )
    return [login for login in named if login is not None]
