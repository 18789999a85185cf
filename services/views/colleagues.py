"""Everybody who works at the office, to choose from on a page."""

from services.office.active_staff import list_active_staff
from services.office.people_names import list_people_options
from services.office.unit_options import Option
from services.unit_of_work import UnitOfWork


def list_colleagues(unit_of_work: UnitOfWork) -> list[Option]:
    """Label and login of all active members of staff, by login."""
    with unit_of_work.reading() as unit:
        people = list_active_staff(unit)
        return list_people_options(people, unit)
