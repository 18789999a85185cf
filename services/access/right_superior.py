"""Who decides on a recusal (R111): the superior of the person, for a whole unit the director, never one concerned himself."""

from sqlalchemy import select

from models.beside.recusal import Recusal
from models.ground.codes import RecusalSubject, Role
from models.office.staff import Staff
from services.access.excluded import covers
from services.access.find_exclusion import find_exclusion
from services.office.deputies import find_acting
from services.unit_of_work import Unit

# Longer than any line of a centre; a loop in the reporting lines must not hang a decision.
LONGEST_LINE = 10


def list_deciders(row: Recusal, unit: Unit) -> frozenset[str]:
    """The logins that may decide.

    Climbs over superiors who are concerned themselves. Nobody above (the director): the supervisors record what the
    higher authority decided.
    """
    if row.who_kind is RecusalSubject.STAFF:
        superior = _find_superior(row, unit)
        found = frozenset() if superior is None else frozenset({superior})
    else:
        found = _list_with_role(Role.DIRECTOR, row, unit)
    return found or _list_with_role(Role.SUPERVISOR, row, unit)


def _find_superior(row: Recusal, unit: Unit) -> str | None:
    person = unit.session.get(Staff, row.who)
    for _ in range(LONGEST_LINE):
        if person is None or person.reports_to is None:
            return None
        acting = find_acting(unit.session, person.reports_to)
        if acting is not None and not _is_concerned(row, acting, unit):
            return acting
        person = unit.session.get(Staff, person.reports_to)
    return None


def _list_with_role(role: Role, row: Recusal, unit: Unit) -> frozenset[str]:
    people = unit.session.scalars(select(Staff).where(Staff.active.is_(True)))
    return frozenset(
        person.login
        for person in people
        if role.value in person.roles and not _is_concerned(row, person.login, unit)
    )


def _is_concerned(row: Recusal, login: str, unit: Unit) -> bool:
    """The person or unit itself, and whoever must keep away from the case already."""
    return covers(row, login, unit) or find_exclusion(row.complaint_id, login, unit) is not None
