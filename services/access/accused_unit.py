"""Who is too near to whom a case is about to work on it: people of the unit complained about, and who reports to the person."""

from collections.abc import Collection, Iterable

from sqlalchemy import Row, exists, or_, select

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.ground.codes import Category, Route
from models.ground.matter_codes import MatterKind
from models.office.staff import Staff
from services.access.find_designation import is_in_force
from services.unit_of_work import Unit

ACCUSED_UNIT, BELOW_RESPONDENT = "ACCUSED_UNIT", "BELOW_RESPONDENT"


def find_nearness(complaint_ids: Collection[str], login: str, unit: Unit) -> dict[str, str]:
    """By case; only those to whose respondent the person is near (DM-14, ST-8g). As many queries for a thousand as for one.

    ACCUSED_UNIT: he belongs to a unit complained about. BELOW_RESPONDENT: his superior is complained about; a person whom
    a recorded decision named for the case (a route, a supervisor) may decide although he reports to him.
    """
    staff = unit.session.get(Staff, login) if complaint_ids else None
    if staff is None:
        return {}
    of_person = select(Staff.unit).where(Staff.login == Respondent.staff_id).scalar_subquery()
    is_own = or_(Respondent.unit == staff.unit, of_person == staff.unit)
    rows = unit.session.execute(
        select(Respondent.complaint_id, Respondent.staff_id, is_own).where(
            Respondent.complaint_id.in_(complaint_ids),
            Respondent.in_force(),
            or_(is_own, Respondent.staff_id == staff.reports_to),
        )
    ).all()
    if not rows:
        return {}
    return _below(rows, staff, unit) | {case: ACCUSED_UNIT for case, _, own in rows if own}


def list_suggestions(complaint_ids: Collection[str], unit: Unit) -> frozenset[str]:
    """Those of the cases that only suggest something: their unit studies them, and who approves stands above it (S028)."""
    if not complaint_ids:
        return frozenset()
    of_case = Matter.complaint_id == Complaint.id
    is_suggestion = or_(
        Complaint.route == Route.SUGGESTION,
        Complaint.route.is_(None) & (Complaint.category == Category.SUGGESTION),
        exists().where(of_case) & ~exists().where(of_case, Matter.kind != MatterKind.SUGGESTION),
    )
    return frozenset(
        unit.session.scalars(select(Complaint.id).where(Complaint.id.in_(complaint_ids), is_suggestion))
    )


def _below(rows: Iterable[Row[str, str | None, bool]], staff: Staff, unit: Unit) -> dict[str, str]:
    cases = {case for case, person, _ in rows if person is not None and person == staff.reports_to}
    if not cases:
        return {}
    named = unit.session.scalars(
        select(Designation.complaint_id).where(
            Designation.complaint_id.in_(cases), Designation.staff_id == staff.login, is_in_force()
        )
    )
    return dict.fromkeys(cases - set(named), BELOW_RESPONDENT)
