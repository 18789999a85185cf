"""Whether a message that nobody has registered yet tells of somebody whose complaints have a way of their own."""

from sqlalchemy import ColumnElement, or_, select

from models.case.incoming import Incoming
from models.ground.codes import RecusalSubject
from models.office.complaint_route import ComplaintRoute
from models.office.respondent_matching import RespondentWords
from models.office.salutation import is_told_of
from models.office.staff import Staff
from services.actor import Actor, staff_id_of
from services.office.match_respondent import match_respondent
from services.restriction.find_route import choose_route, list_routes_in_force
from services.unit_of_work import Unit


def find_route_of_words(words: str, unit: Unit) -> int | None:
    """The route by its id, as a case with these words would follow it; None for a message like any other."""
    routes = list_routes_in_force(unit)
    logins = [route.about for route in routes if route.about_kind is RecusalSubject.STAFF]
    leaders = unit.session.scalars(select(Staff).where(Staff.login.in_(logins)))
    people = {staff.login for staff in leaders if is_told_of(staff.name, words)}
    found = match_respondent(RespondentWords("", "", "", "", words, None), unit)
    units = {found.unit} if found.unit is not None else set()
    if found.staff_id is not None:
        people.add(found.staff_id)
    route = choose_route(people, units, unit)
    return None if route is None else route.id


def is_for(unit: Unit, actor: Actor) -> ColumnElement[bool]:
    """The condition on `incoming` that it has no route, or one whose people the person is among."""
    login = staff_id_of(actor)
    own = select(Staff.unit).where(Staff.login == login).scalar_subquery()
    routes = select(ComplaintRoute.id).where(
        or_(ComplaintRoute.passed_on_by == login, ComplaintRoute.handled_by == own)
    )
    return or_(Incoming.route_id.is_(None), Incoming.route_id.in_(routes))
