"""Which office has a complaint now, as its complainant may ask there: an office and a telephone, never a person (R99)."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Stage
from models.ground.codes import Role
from models.office.centre import Centre
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.office.unit_options import find_unit_name
from services.unit_of_work import Unit
from services.views.progress_reviews import find_running_review


@dataclass(frozen=True, slots=True)
class Holder:
    """`office` is a unit's name, else the centre's; `phone` is the centre's own for complaints."""

    office: str
    phone: str | None
    address: str | None


def find_holder(complaint: Complaint, unit: Unit) -> Holder:
    """Who has it at this stage; of a closed file whom to ask."""
    centre = unit.session.scalars(select(Centre)).one()
    office = _find_office(complaint, unit) or centre.name
    return Holder(office, centre.contact.get("complaint_phone"), centre.contact.get("address"))


def list_people(unit: Unit) -> list[tuple[Staff, str]]:
    """Everybody who is or was of the office with the name of his unit; asked for once on a page."""
    query = (
        select(Staff, OrganisationUnit.name)
        .join(OrganisationUnit, OrganisationUnit.code == Staff.unit)
        .order_by(Staff.login)
    )
    return [(person, name) for person, name in unit.session.execute(query)]


def _find_office(complaint: Complaint, unit: Unit) -> str | None:
    if review := find_running_review(complaint, unit):
        return find_unit_name(review.unit_code, unit)
    if complaint.stage is Stage.REFERRAL and (code := _find_outside(complaint, unit)):
        return find_unit_name(code, unit)
    people = list_people(unit)
    if complaint.stage is not Stage.ARCHIVED and complaint.handler_id is not None:
        return next((name for person, name in people if person.login == complaint.handler_id), None)
    # Nobody handles it: the office whose people take complaints in.
    taking = (name for person, name in people if person.active and Role.INTAKE in person.roles)
    return next(taking, None)


def _find_outside(complaint: Complaint, unit: Unit) -> str | None:
    """The authority that something is still with."""
    rows = unit.session.scalars(
        select(Referral)
        .where(Referral.complaint_id == complaint.id, Referral.state == RequestState.OPEN)
        .order_by(Referral.no)
    )
    return next((row.unit_code for row in rows if row.is_shown_to_complainant), None)
