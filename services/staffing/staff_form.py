"""What the form of a member of staff offers: units, people and roles, with those that cannot be taken away here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select

from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound
from models.office.staff import Staff
from services.actor import Actor, require_role
from services.office.people_names import list_people_options, map_people_names
from services.office.staff_fields import read_values
from services.office.unit_options import CENTRE_KINDS, Option, find_unit_name, list_unit_options
from services.staffing.change_staff import is_own, last_change_of, list_needed_roles
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class StaffForm:
    """`name` is empty for somebody new. `needed`: roles that the person alone holds; `is_own`: of who looks at it
    or of whom he stands in for."""

    name: str
    values: Mapping[str, str]
    seen: str
    needed: tuple[str, ...]
    is_own: bool
    units: tuple[Option, ...]
    people: tuple[Option, ...]


def get_staff_form(login: str | None, unit_of_work: UnitOfWork, actor: Actor) -> StaffForm:
    """Of one person, or with None for a new one; NotPermitted, NotFound, Conflict("HAS_LEFT").

    Whom the person reports to and the unit stay offered although they left or were closed: nothing changes unasked.
    """
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        staff = None if login is None else _get_working(login, unit)
        units = list_unit_options(unit, kinds=CENTRE_KINDS)
        if staff is not None and staff.unit not in {option["value"] for option in units}:
            units.append({"label": find_unit_name(staff.unit, unit) or "", "value": staff.unit})
        return StaffForm(
            name="" if staff is None else map_people_names(unit, logins=[staff.login])[staff.login],
            values={} if staff is None else read_values(staff),
            seen="" if staff is None else last_change_of(staff.login, unit),
            needed=() if staff is None else list_needed_roles(staff, unit),
            is_own=staff is not None and is_own(staff, actor),
            units=tuple(units),
            people=tuple(list_people_options(_list_others(staff, unit), unit)),
        )


def _get_working(login: str, unit: Unit) -> Staff:
    staff = unit.session.get(Staff, login)
    if staff is None:
        raise NotFound
    if not staff.active:
        raise Conflict(code="HAS_LEFT")
    return staff


def _list_others(staff: Staff | None, unit: Unit) -> list[Staff]:
    kept = [] if staff is None else [staff.reports_to, staff.deputy_id]
    query = (
        select(Staff)
        .where(or_(Staff.active.is_(True), Staff.login.in_([login for login in kept if login])))
        .order_by(Staff.unit, Staff.name, Staff.login)
    )
    return [person for person in unit.session.scalars(query) if staff is None or person.login != staff.login]
