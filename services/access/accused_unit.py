"""Who is too near to whom a case is about to work on it: people of the unit complained about, and who reports to the person."""

from collections.abc import Collection, Iterable

from sqlalchemy import exists, or_, select

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.matter import Matter
from models.ground.codes import Category, Route
from models.ground.matter_codes import MatterKind
from models.office.staff import Staff
from services.access.case_ties import Accused, read_ties
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
    accused = read_ties(complaint_ids, unit).accused
    own = {row.complaint_id for row in accused if staff.unit in (row.unit, row.unit_of_person)}
    return _below(accused, staff, unit) | dict.fromkeys(own, ACCUSED_UNIT)


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


def _below(accused: Iterable[Accused], staff: Staff, unit: Unit) -> dict[str, str]:
    superior = staff.reports_to
    cases = {row.complaint_id for row in accused if superior is not None and row.staff_id == superior}
    if not cases:
        return {}
    named = unit.session.scalars(
        select(Designation.complaint_id).where(
            Designation.complaint_id.in_(sorted(cases)), Designation.staff_id == staff.login, is_in_force()
        )
    )
    return dict.fromkeys(cases - set(named), BELOW_RESPONDENT)
