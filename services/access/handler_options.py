"""The people who may handle a case, as options of a form's select."""

from collections.abc import Collection

from models.ground.codes import Role, UnitKind
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.access.handling_bar import find_handling_bar
from services.office.active_staff import list_active_staff
from services.office.deputies import is_at_work
from services.office.relations import know_relations
from services.office.unit_options import Option, map_unit_names
from services.unit_of_work import Unit

HANDLER_ROLES = frozenset({Role.INVESTIGATOR.value, Role.UNIT_REP.value})


def list_handler_options(complaint_id: str, unit: Unit, *, without: Collection[str] = ()) -> list[Option]:
    """Active investigators and representatives whom no rule keeps from the case, by unit, which stands with the name."""
    people = sorted(list_active_staff(unit), key=lambda staff: (staff.unit, staff.login))
    know_relations(unit.session, [staff.login for staff in people])
    able = [
        staff
        for staff in people
        if is_at_work(staff)
        and HANDLER_ROLES.intersection(staff.roles)
        and staff.login not in without
        and find_handling_bar(complaint_id, staff.login, unit) is None
    ]
    units = map_unit_names(unit)
    return [{"label": _label(staff, units[staff.unit]), "value": staff.login} for staff in able]


def is_of_other_unit(login: str, handling_unit: str, unit: Unit) -> bool:
    """Whether somebody of another office in the hall would handle it.

    Its representative handles what his own unit handles; investigators and departments of the centre go wherever the case is.
    """
    staff = unit.session.get(Staff, login)
    if staff is None or Role.INVESTIGATOR in staff.roles or staff.unit == handling_unit or not handling_unit:
        return False
    return unit.session.get_one(OrganisationUnit, staff.unit).kind is UnitKind.RESIDENT


def _label(staff: Staff, unit_name: str) -> str:
    return f"{staff.name}（{unit_name}{f'，{staff.title}' if staff.title else ''}）"
