"""A complaint about coordination between departments (部门之间协调不力) is led by a unit that it is not about."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.respondent import Respondent
from models.ground.codes import CaseRole, Category, Role
from models.office.staff import Staff
from services.unit_of_work import Unit

LEAD_MISSING = "LEAD_MISSING"
LEAD_IS_ACCUSED = "LEAD_IS_ACCUSED"
# Who stands above the units complained about may let one of them lead.
SUPERIORS = frozenset({Role.APPROVER, Role.DIRECTOR})


def list_accused_units(complaint_id: str, unit: Unit) -> frozenset[str]:
    """The units that the case is about, that of a person complained about too."""
    of_person = select(Staff.unit).where(Staff.login == Respondent.staff_id).scalar_subquery()
    rows = unit.session.execute(
        select(Respondent.unit, of_person).where(
            Respondent.complaint_id == complaint_id, Respondent.in_force()
        )
    )
    return frozenset(code for row in rows for code in row if code is not None)


def find_named_lead_fault(
    category: Category | None, lead_unit: str, complaint_id: str, unit: Unit
) -> str | None:
    """LEAD_MISSING without a unit, LEAD_IS_ACCUSED for one that the case is about; None for other categories."""
    if category is not Category.POOR_COORDINATION:
        return None
    if not lead_unit:
        return LEAD_MISSING
    return LEAD_IS_ACCUSED if lead_unit in list_accused_units(complaint_id, unit) else None


def find_lead_fault(complaint: Complaint, matter_no: int, unit: Unit) -> str | None:
    """The same of the unit that leads in this matter now, whoever is complained about by now; a superior's choice stands."""
    leads = unit.session.execute(
        select(Designation, Staff.roles)
        .outerjoin(Staff, Staff.login == Designation.by)
        .where(
            Designation.complaint_id == complaint.id,
            Designation.role_in_case == CaseRole.LEAD_UNIT,
            Designation.ended_at.is_(None),
        )
    ).all()
    own = [row for row in leads if row[0].matter_no == matter_no] or [
        row for row in leads if row[0].matter_no is None
    ]
    if any(SUPERIORS.intersection(roles or ()) for _, roles in own):
        return None
    lead = own[0][0].unit_code if own else complaint.handling_unit
    return find_named_lead_fault(complaint.category, lead or "", complaint.id, unit)
