"""Whose case file a person may read; who may work on its tasks is in services/worklist."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select, true

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.ground.codes import CaseRole, Role
from models.office.staff import Staff
from services.access.find_designation import is_in_force, list_designations_by_case
from services.access.find_exclusion import find_exclusions
from services.access.restricted import is_named_reader
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit

# Roles that may read every case file of the centre; others only cases they are designated for or worked on.
READ_ALL_ROLES = frozenset(
    {Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR, Role.RETURN_VISIT}
)


def may_read_case(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """True for staff of the complaint office and its line, for the handler, for who is designated for the case or named reader.

    A helping unit is none of these. Never for a person complained about or recused in the case, nor for others than its
    readers where it has some.
    """
    return complaint.id in list_readable_cases([complaint], unit, actor)


def list_readable_cases(complaints: Collection[Complaint], unit: Unit, actor: Actor) -> frozenset[str]:
    """The ids of those of the cases that the person may read; as many queries for a thousand as for one."""
    login = staff_id_of(actor)
    reads_all = bool(actor.roles & READ_ALL_ROLES)
    within = {complaint.id for complaint in complaints if reads_all or complaint.handler_id == login}
    others = {complaint.id for complaint in complaints} - within
    designated = list_designations_by_case(others, login, unit)
    # A helping unit has its part, on its own pages, and no file.
    within |= {case for case, rows in designated.items() if any(_opens_file(row) for row in rows)}
    if not reads_all:
        named = select(Complaint.id).where(Complaint.id.in_(others), is_named_reader(login))
        within |= set(unit.session.scalars(named))
    return frozenset(within - find_exclusions(within, login, unit).keys())


def _opens_file(designation: Designation) -> bool:
    return designation.role_in_case is not CaseRole.CO_UNIT


def may_be_read(unit: Unit, actor: Actor) -> ColumnElement[bool]:
    """The condition on `complaint` of what may be the person's to read; who must keep away is asked afterwards."""
    if actor.roles & READ_ALL_ROLES:
        return true()
    login = staff_id_of(actor)
    staff = unit.session.get(Staff, login)
    designated = select(Designation.complaint_id).where(
        is_in_force(),
        Designation.role_in_case != CaseRole.CO_UNIT,
        or_(Designation.staff_id == login, Designation.unit_code == (staff.unit if staff else None)),
    )
    return or_(Complaint.handler_id == login, Complaint.id.in_(designated), is_named_reader(login))
