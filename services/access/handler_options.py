"""The people who may handle a case, as options of a form's select."""

from collections.abc import Collection

from sqlalchemy import select

from models.ground.codes import Role
from models.office.staff import Staff
from services.access.handling_bar import find_handling_bar
from services.office.deputies import is_at_work
from services.office.people_names import list_people_options
from services.office.unit_options import Option
from services.unit_of_work import Unit

HANDLER_ROLES = frozenset({Role.INVESTIGATOR.value, Role.UNIT_REP.value})


def list_handler_options(complaint_id: str, unit: Unit, *, without: Collection[str] = ()) -> list[Option]:
    """Active investigators and representatives whom no rule keeps from the case, by login."""
    people = unit.session.scalars(select(Staff).where(Staff.active.is_(True)).order_by(Staff.login))
    able = [
        staff
        for staff in people
        if is_at_work(staff)
        and HANDLER_ROLES.intersection(staff.roles)
        and staff.login not in without
        and find_handling_bar(complaint_id, staff.login, unit) is None
    ]
    return list_people_options(able, unit)
