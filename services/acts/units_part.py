"""Which cases have to do with a unit: it is complained about, handles them, or was given or asked something in them."""

from sqlalchemy import ColumnElement, or_, select

from models.beside.respondent_request import WRONG_UNIT
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.respondent import Respondent
from models.office.staff import Staff
from services.requests.kinds import KINDS
from services.unit_of_work import Unit


def touches(unit_code: str) -> ColumnElement[bool]:
    """The condition on `complaint` that this unit has a part in the case."""
    sources = (
        select(Respondent.complaint_id).where(Respondent.unit == unit_code, Respondent.in_force()),
        *(
            select(kind.table.complaint_id).where(
                getattr(kind.table, kind.unit_column) == unit_code,
                kind.table.end_reason.is_distinct_from(WRONG_UNIT),
            )
            for kind in KINDS.values()
            if kind.unit_column is not None
        ),
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
