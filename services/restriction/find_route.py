"""Which route a case has to follow by whom it is about, and which it follows."""

from collections.abc import Collection

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.ground.codes import RecusalSubject
from models.office.complaint_route import ComplaintRoute
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.access.restricted import find_restriction
from services.unit_of_work import Unit


def find_route(complaint: Complaint, unit: Unit) -> ComplaintRoute | None:
    """The route of the people and units that the case is about; what leads out of the centre goes before the others.

    A unit that is complained about itself handles nothing: of two such routes neither is taken before one that is whole.
    """
    return choose_route(*_list_subjects(complaint.id, unit), unit)


def choose_route(people: Collection[str], units: Collection[str], unit: Unit) -> ComplaintRoute | None:
    """The same by logins and codes of units."""
    found = [
        route
        for route in list_routes_in_force(unit)
        if route.about in (people if route.about_kind is RecusalSubject.STAFF else units)
    ]
    return min(found, key=lambda route: _order(route, units), default=None)


def find_followed_route(complaint_id: str, unit: Unit) -> ComplaintRoute | None:
    """The route that the case follows now."""
    restriction = find_restriction(complaint_id, unit)
    if restriction is None or restriction.route_id is None:
        return None
    return unit.session.get_one(ComplaintRoute, restriction.route_id)


def find_superior(complaint_id: str, unit: Unit) -> str | None:
    """The organ outside to which the case is passed on whole and which alone decides on it; None for every other case."""
    route = find_followed_route(complaint_id, unit)
    return None if route is None else route.superior


def list_routes_in_force(unit: Unit) -> list[ComplaintRoute]:
    """The routes of the office, oldest first."""
    query = select(ComplaintRoute).where(ComplaintRoute.ended_at.is_(None)).order_by(ComplaintRoute.id)
    return list(unit.session.scalars(query))


def _list_subjects(complaint_id: str, unit: Unit) -> tuple[frozenset[str], frozenset[str]]:
    rows = unit.session.scalars(
        select(Respondent).where(Respondent.complaint_id == complaint_id, Respondent.in_force())
    ).all()
    people = frozenset(row.staff_id for row in rows if row.staff_id is not None)
    own = unit.session.scalars(select(Staff.unit).where(Staff.login.in_(people)))
    units = frozenset({row.unit for row in rows if row.unit is not None} | set(own))
    # A complaint about the leadership as such is one about who heads it.
    as_such = {row.unit for row in rows if row.unit is not None and row.staff_id is None}
    heads = unit.session.scalars(select(OrganisationUnit.head).where(OrganisationUnit.code.in_(as_such)))
    return people | {head for head in heads if head is not None}, units


def _order(route: ComplaintRoute, units: Collection[str]) -> tuple[bool, bool, int]:
    return (route.superior is None, route.handled_by in units, route.id)
