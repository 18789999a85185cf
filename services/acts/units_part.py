"""Which cases have to do with a unit: it is complained about, handles them, or was given or asked something in them."""

from sqlalchemy import ColumnElement, or_, select

from models.beside.rectification import Rectification
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.respondent import Respondent
from models.office.staff import Staff
from services.unit_of_work import Unit


def touches(unit_code: str) -> ColumnElement[bool]:
    """The condition on `complaint` that this unit has a part in the case."""
    sources = (
        select(Respondent.complaint_id).where(Respondent.unit == unit_code),
        select(Referral.complaint_id).where(Referral.unit_code == unit_code),
        select(RespondentRequest.complaint_id).where(RespondentRequest.unit_code == unit_code),
        select(Rectification.complaint_id).where(Rectification.unit_code == unit_code),
        select(Designation.complaint_id).where(Designation.unit_code == unit_code),
    )
    return or_(Complaint.handling_unit == unit_code, *(Complaint.id.in_(source) for source in sources))


def has_part(complaint_id: str, login: str, unit: Unit) -> bool:
    """Whether the unit of this person has to do with the case."""
    staff = unit.session.get(Staff, login)
    if staff is None:
        return False
    found = select(Complaint.id).where(Complaint.id == complaint_id, touches(staff.unit))
    return unit.session.scalars(found).first() is not None
