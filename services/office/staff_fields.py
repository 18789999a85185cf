"""What is kept of a member of staff and changed by page: its fields as text, and which values they may have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.base import CODE_LENGTH
from models.ground.codes import APART_ROLES, Role
from models.office.staff import Staff
from models.office.staff_change import StaffChange
from models.office.unit import OrganisationUnit
from services.office.unit_options import CENTRE_KINDS
from services.unit_of_work import Unit

FIELDS = ("name", "badge", "unit", "title", "roles", "reports_to", "deputy_id")
ADDED = "added"
LONGEST_NAME = 80
LONGEST_REASON = 200
_REQUIRED = ("name", "unit", "roles")
_LONGEST = {"name": LONGEST_NAME, "badge": CODE_LENGTH, "title": LONGEST_NAME}
_SEES_NO_CASE = frozenset({Role.ADMINISTRATOR, Role.WINDOW_STAFF})


def read_values(staff: Staff) -> dict[str, str]:
    """Each field as forms send and the history keeps it; roles by comma, in the order of `Role`."""
    return {
        "name": staff.name,
        "badge": staff.badge or "",
        "unit": staff.unit,
        "title": staff.title or "",
        "roles": join_roles(staff.roles),
        "reports_to": staff.reports_to or "",
        "deputy_id": staff.deputy_id or "",
    }


def write_values(staff: Staff, values: Mapping[str, str]) -> None:
    """Take over checked values."""
    staff.name, staff.unit = values["name"], values["unit"]
    staff.badge, staff.title = values["badge"] or None, values["title"] or None
    staff.roles = split_roles(values["roles"])
    staff.reports_to, staff.deputy_id = values["reports_to"] or None, values["deputy_id"] or None


def join_roles(roles: Iterable[str]) -> str:
    """Known ones first in their order, so that the same roles are the same text."""
    given = set(roles)
    known = [role.value for role in Role if role in given]
    return ",".join((*known, *sorted(given.difference(known))))


def split_roles(text: str) -> list[str]:
    """The roles of a field."""
    return [role for role in text.split(",") if role]


def find_faults(
    login: str, values: Mapping[str, str], before: Mapping[str, str], unit: Unit
) -> dict[str, str]:
    """By field; what stands as before is not asked again, so that a colleague who left bars no change of a name.

    `before` is empty for somebody new.
    """
    changed = {field: values[field] for field in FIELDS if values[field] != before.get(field, "")}
    faults = {
        field: "REQUIRED" for field in _REQUIRED if not values[field] and (not before or field in changed)
    }
    for field, value in changed.items():
        if field not in faults and value and (code := _find_fault(login, field, value, unit)):
            faults[field] = code
    return faults


def find_faults_of_reason(reason: str) -> dict[str, str]:
    """Every change says why."""
    if not reason.strip():
        return {"reason": "REQUIRED"}
    return {"reason": "TOO_LONG"} if len(reason.strip()) > LONGEST_REASON else {}


def list_kept_staff(session: Session) -> set[str]:
    """Logins of whom people added or changed here since the organisation was loaded."""
    return set(session.scalars(select(StaffChange.staff_id).where(StaffChange.field.in_((*FIELDS, ADDED)))))


def _find_fault(login: str, field: str, value: str, unit: Unit) -> str | None:
    if len(value) > _LONGEST.get(field, len(value)):
        return "TOO_LONG"
    if field == "badge":
        taken = unit.session.scalars(select(Staff.login).where(Staff.badge == value, Staff.login != login))
        return "BADGE_TAKEN" if taken.first() is not None else None
    if field == "unit":
        row = unit.session.get(OrganisationUnit, value)
        is_open = row is not None and row.kind in CENTRE_KINDS and row.closed_at is None
        return None if is_open else "NOT_AN_OPTION"
    if field == "roles":
        return _find_fault_of_roles(set(split_roles(value)))
    if field in ("reports_to", "deputy_id"):
        return _find_fault_of_person(login, field, value, unit)
    return None


def _find_fault_of_roles(roles: set[str]) -> str | None:
    if not roles <= {role.value for role in Role}:
        return "NOT_AN_OPTION"
    # Whoever reads for a body outside works for nobody here, and the records are about none who audits them.
    for apart in APART_ROLES:
        if apart in roles and len(roles) > 1:
            return f"{apart.name}_APART"
    # Whoever gives roles and accounts must not be one who then reads and decides cases.
    return "ADMINISTRATOR_APART" if Role.ADMINISTRATOR in roles and roles - _SEES_NO_CASE else None


def _find_fault_of_person(login: str, field: str, value: str, unit: Unit) -> str | None:
    other = unit.session.get(Staff, value)
    if value == login:
        return "SAME_PERSON"
    if other is None or not other.active or APART_ROLES.intersection(other.roles):
        return "NOT_AN_OPTION"
    return "REPORTING_CIRCLE" if field == "reports_to" and _stands_above(login, other, unit) else None


def _stands_above(login: str, person: Staff, unit: Unit) -> bool:
    """Whether the line above this person comes to `login`; a circle that is there already ends the way."""
    seen: set[str] = set()
    above: Staff | None = person
    while above is not None and above.login not in seen:
        if above.reports_to == login:
            return True
        seen.add(above.login)
        above = unit.session.get(Staff, above.reports_to) if above.reports_to else None
    return False
