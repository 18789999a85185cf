"""Who appraises files whose term is over: supervisors and approvers; the head of the organ, the director, decides alone."""

from models.ground.codes import Role
from services.actor import Actor, require_role

APPRAISING_ROLES = (Role.SUPERVISOR, Role.APPROVER)


def require_appraiser(actor: Actor) -> str:
    """The login; NotPermitted for other roles."""
    return require_role(actor, *APPRAISING_ROLES)


def require_head(actor: Actor) -> str:
    """The login; NotPermitted for other roles."""
    return require_role(actor, Role.DIRECTOR)


def may_appraise(actor: Actor) -> bool:
    """Whether this person is one of those who judge."""
    return bool(actor.roles.intersection(APPRAISING_ROLES))


def is_head(actor: Actor) -> bool:
    """Whether this person decides."""
    return Role.DIRECTOR in actor.roles
