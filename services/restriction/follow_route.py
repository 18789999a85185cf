"""A complaint about the handling office, the supervision office or a leader goes to whom its route names, in one transaction.

Asked when a case is filed and whenever the respondent was corrected: nobody of those whom it is about, and nobody else
but the people of the route, can open it in between.
"""

from collections.abc import Iterable

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.file_restriction import RestrictionKind
from models.case.respondent import Respondent
from models.ground.codes import CaseRole
from models.ground.ids import new_id
from models.office.complaint_route import ComplaintRoute
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.access.case_ties import read_ties
from services.access.restricted import find_restriction, list_closed_cases
from services.actor import SYSTEM
from services.office.deputies import find_acting
from services.restriction.find_route import find_route
from services.restriction.restrict import NewRestriction, end_restriction, restrict
from services.unit_of_work import Unit


def follow_route(complaint: Complaint, unit: Unit) -> None:
    """Put the case where it belongs by whom it is about now; asking twice changes nothing.

    With a route: restricted to its people, who stand in for the roles they lack; a handler who is none of them is
    replaced. Without one: what an earlier route did ends, a restriction by a person stays.
    """
    route, restriction = find_route(complaint, unit), find_restriction(complaint.id, unit)
    followed = restriction.route_id if restriction is not None else None
    if followed == (route.id if route is not None else None):
        return
    _end_designations(complaint.id, unit)
    if route is not None:
        _follow(route, complaint, unit)
    elif restriction is not None and restriction.kind is RestrictionKind.ROUTE:
        end_restriction(complaint, "", unit, SYSTEM)
    elif restriction is not None:
        restriction.route_id = None
    payload = {"from": followed, "to": route.id if route is not None else None}
    unit.trail.add(complaint.id, "route.followed", payload, SYSTEM)
    unit.session.flush()


def _follow(route: ComplaintRoute, complaint: Complaint, unit: Unit) -> None:
    people = {
        CaseRole.ACCEPTOR: _find_present(route.passed_on_by, complaint.id, unit),
        CaseRole.APPROVER: _find_present(route.approver, complaint.id, unit),
        CaseRole.RETURN_VISITOR: _find_present(route.return_visit_by, complaint.id, unit),
    }
    named = {role: login for role, login in people.items() if login is not None}
    units = () if route.handled_by is None else (route.handled_by,)
    new = NewRestriction(RestrictionKind.ROUTE, named.values(), units, route_id=route.id)
    restrict(new, complaint, unit, SYSTEM)
    for role, login in named.items():
        _designate(Designation(staff_id=login, role_in_case=role), route, complaint, unit)
    for code in units:
        # The unit's people do what only the posts of the other unit may do.
        _designate(Designation(unit_code=code, role_in_case=CaseRole.STAND_IN), route, complaint, unit)
    _replace_handler(route, named.get(CaseRole.ACCEPTOR), complaint, unit)


def _replace_handler(
    route: ComplaintRoute, passed_on_by: str | None, complaint: Complaint, unit: Unit
) -> None:
    """A handler who may know of the case no more is followed by who passes it on, or the head of the unit of the route."""
    handler = complaint.handler_id
    if handler is None or not list_closed_cases(read_ties([complaint.id], unit), handler, unit):
        return
    office = unit.session.get(OrganisationUnit, route.handled_by) if route.handled_by else None
    follower = passed_on_by or (office.head if office is not None else None)
    complaint.handler_id = follower
    payload = {"from": handler, "to": follower, "route_id": route.id}
    unit.trail.add(complaint.id, "handler.replaced", payload, SYSTEM)


def _find_present(login: str | None, complaint_id: str, unit: Unit) -> str | None:
    """The person, or the deputy of one who is away or whom the case is about himself."""
    if login is None:
        return None
    respondents = select(Respondent.staff_id).where(
        Respondent.complaint_id == complaint_id, Respondent.in_force()
    )
    about = set(unit.session.scalars(respondents))
    person = unit.session.get(Staff, login)
    candidates = (find_acting(unit.session, login), person.deputy_id if person is not None else None)
    return next((who for who in candidates if who is not None and who not in about), None)


def _designate(row: Designation, route: ComplaintRoute, complaint: Complaint, unit: Unit) -> None:
    row.id, row.complaint_id, row.route_id = new_id(), complaint.id, route.id
    row.by, row.at = SYSTEM.name, unit.clock.now()
    unit.session.add(row)


def _end_designations(complaint_id: str, unit: Unit) -> None:
    standing: Iterable[Designation] = unit.session.scalars(
        select(Designation).where(
            Designation.complaint_id == complaint_id,
            Designation.route_id.is_not(None),
            Designation.ended_at.is_(None),
        )
    )
    for designation in standing:
        designation.ended_at = unit.clock.now()
