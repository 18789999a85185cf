"""Whose case file a person may read; who may work on its tasks is in services/worklist."""

from __future__ import annotations

from collections.abc import Collection

from models.case.complaint import Complaint
from models.ground.codes import Role
from services.access.find_designation import list_designations_by_case
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit

# Roles that may read every case file of the centre; others only cases they are designated for or worked on.
READ_ALL_ROLES = frozenset(
    {Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR, Role.RETURN_VISIT}
)


def may_read_case(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """True for staff of the complaint office and its line, for the handler and for who is designated for the case.

    Never for a person complained about or recused in the case.
    """
    return complaint.id in list_readable_cases([complaint], unit, actor)


def list_readable_cases(complaints: Collection[Complaint], unit: Unit, actor: Actor) -> frozenset[str]:
    """The ids of those of the cases that the person may read; as many queries for a thousand as for one."""
    login = staff_id_of(actor)
    reads_all = bool(actor.roles & READ_ALL_ROLES)
    within = {complaint.id for complaint in complaints if reads_all or complaint.handler_id == login}
    others = {complaint.id for complaint in complaints} - within
    within |= list_designations_by_case(others, login, unit).keys()
    return frozenset(within - find_exclusions(within, login, unit).keys())
