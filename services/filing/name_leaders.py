"""Enters the people with a route of their own whom the words name in full, also where the matching found somebody else."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.ground.codes import RecusalSubject, RespondentMatch
from models.ground.ids import new_id
from models.office.salutation import is_told_of
from models.office.staff import Staff
from services.restriction.find_route import list_routes_in_force
from services.unit_of_work import Unit


def name_leaders(complaint: Complaint, unit: Unit) -> None:
    """A respondent for each of them that the words tell of; who is only spoken to is none. A clerk corrects it as any other."""
    logins = [route.about for route in list_routes_in_force(unit) if route.about_kind is RecusalSubject.STAFF]
    known = unit.session.scalars(
        select(Respondent).where(Respondent.complaint_id == complaint.id, Respondent.in_force())
    ).all()
    missing = set(logins) - {row.staff_id for row in known}
    number = max((row.no for row in known), default=0)
    words = f"{complaint.matter}\n{complaint.wanted or ''}"
    for staff in unit.session.scalars(select(Staff).where(Staff.login.in_(missing)).order_by(Staff.login)):
        if is_told_of(staff.name, words):
            number += 1
            row = Respondent(
                id=new_id(),
                complaint_id=complaint.id,
                no=number,
                unit=staff.unit,
                staff_id=staff.login,
                match=RespondentMatch.EXACT,
                roster_day=complaint.occurred_on,
                candidates=[],
                named_at=unit.clock.now(),
            )
            unit.session.add(row)
    unit.session.flush()
