"""Who hands files over to the archives: supervisors and the director; with the complainant only who may open identities.

The receipt is entered by one of those who appraise or decide, and confirmed by another one.
"""

from models.ground.codes import Role
from services.actor import Actor, require_role
from services.volumes.taking_rights import TAKING_ROLES
from services.worklist.identity_permission import REVEALING_ROLES

RECEIPT_ROLES = (Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR)


def require_keeper(actor: Actor) -> str:
    """The login; NotPermitted for other roles."""
    return require_role(actor, *TAKING_ROLES)


def require_receipt_clerk(actor: Actor) -> str:
    """The login of who may enter or confirm a receipt; NotPermitted for other roles."""
    return require_role(actor, *RECEIPT_ROLES)


def is_keeper(actor: Actor) -> bool:
    """Whether this person puts transfers together."""
    return bool(actor.roles & TAKING_ROLES)


def may_send_identity(actor: Actor) -> bool:
    """Whether complainants may go along with a transfer of this person's; of each file it is asked again."""
    return is_keeper(actor) and bool(actor.roles.intersection(REVEALING_ROLES))
