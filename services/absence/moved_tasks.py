"""What became of each task of an absence, for who may know of its case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.task import Task
from models.ground.errors import NotFound
from models.office.absence import Absence
from models.office.absence_move import AbsenceMove
from models.office.staff import Staff
from services.access.absence_rights import may_record_for
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, staff_id_of
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class MovedTask:
    """One task by element, `name` where its owner gave it one; `to` by name, None where it went back to its group."""

    number: str
    element_id: str
    name: str | None
    detail: str | None
    to: str | None
    is_back: bool


@dataclass(frozen=True, slots=True)
class AbsenceResult:
    """One absence with its tasks; `name` and `stand_in` by name, `has_begun` once the work was handed over."""

    absence: Absence
    name: str
    stand_in: str
    moves: tuple[MovedTask, ...]


def get_absence_result(absence_id: str, unit_of_work: UnitOfWork, actor: Actor) -> AbsenceResult:
    """For who may record it and for both of whom it is; NotFound for others."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        row = unit.session.get(Absence, absence_id)
        if row is None:
            raise NotFound
        is_mine = login in (row.staff_id, row.stand_in_id)
        if not is_mine and not may_record_for(unit.session.get_one(Staff, row.staff_id), actor, unit):
            raise NotFound
        names = map_people_names(unit, logins=(row.staff_id, row.stand_in_id))
        moves = tuple(list_moved_tasks(row.id, unit, actor))
        return AbsenceResult(row, names[row.staff_id], names[row.stand_in_id], moves)


def list_moved_tasks(absence_id: str, unit: Unit, actor: Actor) -> list[MovedTask]:
    """In the order in which they went; nothing of a case that the reader must keep away from."""
    rows = unit.session.execute(
        select(AbsenceMove, Task, Complaint.number)
        .join(Task, Task.user_task_key == AbsenceMove.user_task_key)
        .join(Complaint, Complaint.id == AbsenceMove.complaint_id)
        .where(AbsenceMove.absence_id == absence_id)
        .order_by(AbsenceMove.id)
    ).all()
    cases = {move.complaint_id for move, _, _ in rows}
    hidden = find_exclusions(cases, staff_id_of(actor), unit)
    names = map_people_names(unit, logins={move.to for move, _, _ in rows if move.to})
    return [
        MovedTask(
            number,
            task.element_id,
            task.details.get("name"),
            task.details.get("method"),
            names.get(move.to or ""),
            move.is_back,
        )
        for move, task, number in rows
        if move.complaint_id not in hidden
    ]
