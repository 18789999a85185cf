"""What one person is qualified for and was trained in, version by version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.errors import NotFound
from models.office.qualification import Qualification
from models.office.staff import Staff
from services.actor import Actor
from services.office.people_names import map_people_names
from services.performance.who_sees import read_sight
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`current` are those in force, `earlier` the versions that were corrected."""

    login: str
    unit_code: str
    current: Sequence[Qualification]
    earlier: Sequence[Qualification]
    people: Mapping[str, str]
    today: date
    may_record: bool
    may_see_unit: bool


def read_person(login: str, unit_of_work: UnitOfWork, actor: Actor) -> PersonPage:
    """For the person himself, who leads him and who supervises; NotFound for others."""
    with unit_of_work.reading() as unit:
        sight, person = read_sight(unit, actor), unit.session.get(Staff, login)
        if person is None or not (sight.sees_all or person.login in sight.people):
            raise NotFound
        rows = unit.session.scalars(
            select(Qualification)
            .where(Qualification.staff_id == login)
            .order_by(Qualification.acquired_on.desc(), Qualification.id)
        ).all()
        logins = {login, *(row.recorded_by for row in rows)}
        return PersonPage(
            login=login,
            unit_code=person.unit,
            current=[row for row in rows if row.superseded_at is None],
            earlier=[row for row in rows if row.superseded_at is not None],
            people=map_people_names(unit, logins=logins),
            today=beijing_date(unit.clock.now()),
            may_record=login != sight.login,
            may_see_unit=sight.sees_all or person.unit in sight.leads,
        )
