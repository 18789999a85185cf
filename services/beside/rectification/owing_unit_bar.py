"""Whose order it is: representatives report for their own unit, those of the centre's own for any; another unit verifies."""

from __future__ import annotations

from models.beside.rectification import Rectification
from models.case.complaint import Complaint
from models.ground.codes import Role, UnitKind
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.access.task_facts import TaskFacts
from services.office.deputies import list_acting_roles
from services.requests.find_request_of import find_request_of
from services.unit_of_work import Unit

OTHER_UNIT = "OTHER_UNIT"
REPORTED_BY_OWN_UNIT = "REPORTED_BY_OWN_UNIT"


def find_owing_unit_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """OTHER_UNIT for a representative of another office who has no other role in the task and does not handle the case.

    The centre's own units manage the windows of the hall, so their representatives may answer for an office in it.
    """
    row = find_request_of(Rectification, facts.process_instance_key, facts.complaint_id, unit)
    staff = unit.session.get(Staff, login)
    if row is None or staff is None:
        return OTHER_UNIT
    has_other_role = set(facts.candidate_groups) & list_acting_roles(staff, unit.session) - {Role.UNIT_REP}
    is_handler = unit.session.get_one(Complaint, facts.complaint_id).handler_id == login
    is_of_centre = unit.session.get_one(OrganisationUnit, staff.unit).kind is UnitKind.INTERNAL
    is_answerable = has_other_role or is_handler or is_of_centre or staff.unit == row.unit_code
    return None if is_answerable else OTHER_UNIT


def find_verifier_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """REPORTED_BY_OWN_UNIT for whoever reported, everybody of his unit and of the one that puts it right, else as above.

    A representative of the centre or the handler may report in a unit's place: then nobody of his unit verifies either.
    """
    row = find_request_of(Rectification, facts.process_instance_key, facts.complaint_id, unit)
    staff = unit.session.get(Staff, login)
    if row is not None and staff is not None and _is_of_reporting_unit(row, staff, unit):
        return REPORTED_BY_OWN_UNIT
    return find_owing_unit_bar(facts, login, unit)


def _is_of_reporting_unit(row: Rectification, staff: Staff, unit: Unit) -> bool:
    reporter = unit.session.get(Staff, row.reported_by) if row.reported_by else None
    reporting = {row.unit_code} | ({reporter.unit} if reporter is not None else set())
    # Who reported and moved to another unit since is still the one who reported.
    return staff.login == row.reported_by or staff.unit in reporting
