"""What the form of a mandate offers: people who oversee from outside, units, and service items."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.office.service_item import ServiceItem
from services.actor import Actor, require_role
from services.office.active_staff import list_staff
from services.office.people_names import list_people_options
from services.office.unit_options import Option, list_every_unit_option
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MandateChoices:
    """Each by its code; `people` is empty where nobody has the role yet."""

    people: tuple[Option, ...]
    units: tuple[Option, ...]
    items: tuple[Option, ...]


def read_choices(unit_of_work: UnitOfWork, actor: Actor) -> MandateChoices:
    """For administrators."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        people = [person for person in list_staff(unit) if person.active and Role.OVERSEER in person.roles]
        items = unit.session.execute(select(ServiceItem.code, ServiceItem.name).order_by(ServiceItem.code))
        return MandateChoices(
            tuple(list_people_options(people, unit)),
            tuple(list_every_unit_option(unit)),
            tuple({"value": code, "label": name} for code, name in items),
        )
