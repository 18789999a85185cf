"""Who hands a copy of his data to a person at the counter: the clerk who saw who asks, and the head, as for an identity."""

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.errors import NotPermitted
from services.actor import Actor, require_role
from services.casefile.data_requests import is_restricted
from services.unit_of_work import Unit
from services.worklist.identity_permission import DATA_RESTRICTED, IDENTITY_WITHHELD, may_know_identity

# A copy is an identity in clear: the supervisor, who decides on requests too, may open none.
HANDING_ROLES = (Role.INTAKE, Role.DIRECTOR)


def require_may_hand_over(complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Of a case that he may read: NotPermitted for other roles, with IDENTITY_WITHHELD or DATA_RESTRICTED as for a look."""
    login = require_role(actor, *HANDING_ROLES)
    if not may_know_identity(complaint, login, unit):
        raise NotPermitted(code=IDENTITY_WITHHELD)
    if is_restricted(complaint, unit):
        raise NotPermitted(code=DATA_RESTRICTED)


def may_hand_over(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """Whether the page offers it."""
    try:
        require_may_hand_over(complaint, unit, actor)
    except NotPermitted:
        return False
    return True
