"""Who writes to people about a case, in letters and notices: its handler, and whoever takes in, investigates or watches."""

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.errors import NotFound, NotPermitted
from services.access.readable_cases import may_read_case
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit

WRITING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR)


def may_write(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """Whether this person may."""
    try:
        require_may_write(complaint, unit, actor)
    except (NotFound, NotPermitted):
        return False
    return True


def writes(complaint: Complaint, actor: Actor) -> bool:
    """Whether it is among this person's duties, where he may read the case."""
    return staff_id_of(actor) == complaint.handler_id or bool(actor.roles.intersection(WRITING_ROLES))


def require_may_write(complaint: Complaint, unit: Unit, actor: Actor) -> str:
    """The login; NotFound for whom the case is not, NotPermitted for who only reads it."""
    if not may_read_case(complaint, unit, actor):
        raise NotFound
    login = staff_id_of(actor)
    if not writes(complaint, actor):
        raise NotPermitted
    return login
