"""Which office has a complaint now, as its complainant may ask there: an office and a telephone, never a person (R99)."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Stage
from models.ground.codes import Role
from models.office.centre import Centre
from models.office.staff import Staff
from services.beside.review.reviewers import find_open_review
from services.office.unit_options import find_unit_name
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Holder:
    """`office` is a unit's name, else the centre's; `phone` is the centre's own for complaints."""

    office: str
    phone: str | None
    address: str | None


def find_holder(complaint: Complaint, unit: Unit) -> Holder:
    """Who has it at this stage; of a closed file whom to ask."""
    centre = unit.session.scalars(select(Centre)).one()
    name = find_unit_name(_find_code(complaint, unit), unit) or centre.name
    return Holder(name, centre.contact.get("complaint_phone"), centre.contact.get("address"))


def _find_code(complaint: Complaint, unit: Unit) -> str | None:
    if review := find_open_review(complaint.id, unit):
        return review.unit_code
    if complaint.stage is Stage.REFERRAL and (code := _find_outside(complaint, unit)):
        return code
    if complaint.stage is Stage.ARCHIVED or complaint.handler_id is None:
        return _find_complaint_office(unit)
    return unit.session.scalars(select(Staff.unit).where(Staff.login == complaint.handler_id)).one_or_none()


def _find_outside(complaint: Complaint, unit: Unit) -> str | None:
    """The authority that something is still with."""
    rows = unit.session.scalars(
        select(Referral)
        .where(Referral.complaint_id == complaint.id, Referral.state == RequestState.OPEN)
        .order_by(Referral.no)
    )
    return next((row.unit_code for row in rows if row.is_shown_to_complainant), None)


def _find_complaint_office(unit: Unit) -> str | None:
    """The office whose people take complaints in."""
    people = unit.session.scalars(select(Staff).where(Staff.active.is_(True)).order_by(Staff.login))
    return next((person.unit for person in people if Role.INTAKE in person.roles), None)
