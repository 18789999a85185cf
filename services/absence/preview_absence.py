"""Exactly which tasks an absence would move to whom: it is carried out as far as the commit, and then undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.clock.legal_time import beijing_date
from models.office.staff import Staff
from services.absence.hand_over import hand_over
from services.absence.moved_tasks import MovedTask, list_moved_tasks
from services.absence.record_absence import RecordAbsence, begin_absence, mark_of
from services.actor import Actor
from services.office.people_names import map_people_names
from services.office.sole_roles import list_sole_roles
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class AbsencePreview:
    """`seen` marks what is shown; `is_today` when it happens at once, else the tasks are those of today.

    `sole_roles`: what nobody else of the office may do. `name` and `stand_in` are people by name.
    """

    name: str
    stand_in: str
    is_today: bool
    moves: tuple[MovedTask, ...]
    sole_roles: tuple[str, ...]
    seen: str


def preview_absence(command: RecordAbsence, unit_of_work: UnitOfWork, actor: Actor) -> AbsencePreview:
    """What record_absence would do with this command, with its refusals; nothing is kept, and nobody is told."""
    return unit_of_work.look(lambda unit: _carry_out(command, unit, actor))


def _carry_out(command: RecordAbsence, unit: Unit, actor: Actor) -> AbsencePreview:
    row = begin_absence(replace(command, seen=None), unit, actor)
    if row.handed_over_at is None:
        hand_over(row, unit, actor)
    unit.session.flush()
    names = map_people_names(unit, logins=(row.staff_id, row.stand_in_id))
    return AbsencePreview(
        name=names[row.staff_id],
        stand_in=names[row.stand_in_id],
        is_today=row.from_day <= beijing_date(unit.clock.now()),
        moves=tuple(list_moved_tasks(row.id, unit, actor)),
        sole_roles=list_sole_roles(unit.session.get_one(Staff, row.staff_id), unit),
        seen=mark_of(row.id, unit),
    )
