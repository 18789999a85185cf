"""Who words and freezes the letters of a case: its handler, and whoever takes in, investigates or watches."""

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.errors import NotFound, NotPermitted
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role, staff_id_of
from services.unit_of_work import Unit

WRITING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR)


def may_write(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """Whether this person may."""
    try:
        require_may_write(complaint, unit, actor)
    except (NotFound, NotPermitted):
        return False
    return True


def require_may_write(complaint: Complaint, unit: Unit, actor: Actor) -> str:
    """The login; NotFound for whom the case is not, NotPermitted for who only reads it."""
    if not may_read_case(complaint, unit, actor):
        raise NotFound
    login = staff_id_of(actor)
    if login != complaint.handler_id:
        require_role(actor, *WRITING_ROLES)
    return login
