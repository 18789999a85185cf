"""Who may be asked to carry out a measure: units of which somebody has an account that is asked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.ground.codes import Role
from models.office.staff import Staff
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit

ASKED = frozenset({Role.UNIT_REP, Role.SUPERVISOR, Role.DIRECTOR})


def list_owners(unit: Unit) -> Sequence[Staff]:
    """Active people with such an account, by unit and login."""
    people = unit.session.scalars(
        select(Staff).where(Staff.active.is_(True)).order_by(Staff.unit, Staff.login)
    )
    return [person for person in people if ASKED.intersection(person.roles)]


def map_owner_units(unit: Unit) -> dict[str, str]:
    """The name of each unit that can be asked, by its code."""
    names = map_unit_names(unit)
    return {person.unit: names[person.unit] for person in list_owners(unit)}


def is_owner(login: str, unit_code: str, unit: Unit) -> bool:
    """Whether the person may be asked for this unit."""
    person = unit.session.get(Staff, login)
    return (
        person is not None
        and person.active
        and person.unit == unit_code
        and bool(ASKED.intersection(person.roles))
    )
