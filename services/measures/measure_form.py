"""What the form of a new measure offers, and what the past says of the same complaints: whether enough to be judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.measure_codes import MeasureChanges
from models.office.service_item import ServiceItem
from services.actor import Actor, require_role
from services.measures.changed_things import map_changeable
from services.measures.owners import list_owners, map_owner_units
from services.office.people_names import map_people_names
from services.office.unit_options import Option, list_every_unit_option
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """Options by field; `changeable` by kind, the id of each with its name."""

    units: Sequence[Option]
    items: Sequence[Option]
    owner_units: Sequence[Option]
    owners: Sequence[Option]
    changeable: Mapping[MeasureChanges, Mapping[str, str]]


def read_measure_form(unit_of_work: UnitOfWork, actor: Actor) -> MeasureForm:
    """NotPermitted for others than supervisors and directors."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        names = map_people_names(unit)
        items = unit.session.execute(
            select(ServiceItem.code, ServiceItem.name)
            .where(ServiceItem.closed_at.is_(None))
            .order_by(ServiceItem.code)
        )
        return MeasureForm(
            units=list_every_unit_option(unit),
            items=[{"value": code, "label": name} for code, name in items],
            owner_units=[{"value": code, "label": name} for code, name in map_owner_units(unit).items()],
            owners=[{"value": one.login, "label": names[one.login]} for one in list_owners(unit)],
            changeable=map_changeable(unit),
        )
