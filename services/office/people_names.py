"""How members of staff are called wherever somebody reads of them: name and post, never the login.

Two people of one centre may have the same name, so the post, or without one the unit, stands with it.
"""

from collections.abc import Iterable

from sqlalchemy import select

from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.office.active_staff import knows_staff, list_staff
from services.office.unit_options import Option, map_unit_names
from services.unit_of_work import Unit

# On forms, which are in Chinese; pages have their own sentence for who left the office's records.
NOT_IN_THE_DIRECTORY = "已不在名册的人员"


def map_people_names(unit: Unit, *, logins: Iterable[str] | None = None) -> dict[str, str]:
    """The display name of each of these people, or of everybody who is or was of the office."""
    wanted = None if logins is None else set(logins)
    if wanted is None or knows_staff(unit):
        units = map_unit_names(unit)
        people = [person for person in list_staff(unit) if wanted is None or person.login in wanted]
        return {person.login: _display_name(person, units[person.unit]) for person in people}
    query = (
        select(Staff, OrganisationUnit.name)
        .join(OrganisationUnit, OrganisationUnit.code == Staff.unit)
        .where(Staff.login.in_(wanted))
    )
    return {staff.login: _display_name(staff, unit_name) for staff, unit_name in unit.session.execute(query)}


def get_person_name(login: str, unit: Unit) -> str:
    """The display name of one person, for forms; a sentence for somebody whom the office does not know."""
    return map_people_names(unit, logins=[login]).get(login, NOT_IN_THE_DIRECTORY)


def list_people_options(people: Iterable[Staff], unit: Unit) -> list[Option]:
    """These people as options of a form's select, in their order; the value is the login."""
    names = map_people_names(unit)
    return [{"label": names[person.login], "value": person.login} for person in people]


def _display_name(staff: Staff, unit_name: str) -> str:
    return f"{staff.name}（{staff.title or unit_name}）"
