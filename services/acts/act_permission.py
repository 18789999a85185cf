"""Who may take an act on a case: its roles, the handler or a designated person, and never those the rules exclude."""

from models.case.complaint import Complaint
from models.ground.errors import NotFound, NotPermitted
from models.office.staff import Staff
from services.access.find_designation import may_act_for
from services.access.find_exclusion import find_exclusion
from services.access.handling_bar import find_handling_bar
from services.access.readable_cases import may_read_case
from services.actor import staff_id_of
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.units_part import has_part
from services.office.deputies import list_acting_roles

# A unit that has nothing to do with a case is told nothing of it.
OTHER_UNIT = "OTHER_UNIT"


def require_may_take(act: Act, case: ActCase) -> None:
    """NotFound for a case the person may not know of, NotPermitted with the rule's code otherwise."""
    if not may_know(act, case):
        raise NotFound
    code = find_bar(act, case)
    if code is not None:
        raise NotPermitted(code=code)


def may_know(act: Act, case: ActCase) -> bool:
    """Whether the person may be told by this act that there is such a case."""
    if act.is_units:
        return True
    if may_read_case(case.complaint, case.unit, case.actor):
        return True
    return act.is_for_any_part and _may_know_of_bias(case)


def _may_know_of_bias(case: ActCase) -> bool:
    """Whoever has to do with the case may say so; who is out of it already has nothing to ask."""
    login = staff_id_of(case.actor)
    if find_exclusion(case.complaint.id, login, case.unit) is not None:
        return False
    return has_part(case.complaint.id, login, case.unit)


def find_bar(act: Act, case: ActCase) -> str | None:
    """The code of the first rule that keeps this person from the act, None when nothing does."""
    login = staff_id_of(case.actor)
    staff = case.unit.session.get(Staff, login)
    if staff is None or not staff.active:
        return "NOT_ACTIVE_STAFF"
    if not _is_entitled(act, staff, case):
        return "ROLE_MISSING"
    if act.is_units:
        return None
    # That somebody is near to a case is what whoever is near to it may say.
    find = find_exclusion if act.is_for_any_part or act.near_may else find_handling_bar
    return find(case.complaint.id, login, case.unit)


def _is_entitled(act: Act, staff: Staff, case: ActCase) -> bool:
    complaint: Complaint = case.complaint
    roles = list_acting_roles(staff, case.unit.session)
    if act.roles.intersection(roles) or (act.handler_may and complaint.handler_id == staff.login):
        return True
    return may_act_for(complaint.id, staff.login, act.roles, case.unit)
