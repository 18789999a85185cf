"""Everybody who works at the office, to choose from on a page."""

from sqlalchemy import select

from models.office.staff import Staff
from services.office.people_names import list_people_options
from services.office.unit_options import Option
from services.unit_of_work import UnitOfWork


def list_colleagues(unit_of_work: UnitOfWork) -> list[Option]:
    """Label and login of all active members of staff, by login."""
    with unit_of_work.reading() as unit:
        people = unit.session.scalars(select(Staff).where(Staff.active.is_(True)).order_by(Staff.login))
        return list_people_options(people, unit)
