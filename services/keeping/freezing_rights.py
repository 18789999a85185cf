"""Who freezes a file: its handler, whoever watches or leads. Released it is by those who watch or lead alone."""

from models.case.complaint import Complaint
from models.ground.codes import Role
from services.actor import Actor, staff_id_of

RELEASING_ROLES = frozenset({Role.SUPERVISOR, Role.DIRECTOR})


def may_freeze(complaint: Complaint, actor: Actor) -> bool:
    """Whether it is among this person's duties, where he may read the case."""
    return complaint.handler_id == staff_id_of(actor) or may_release(actor)


def may_release(actor: Actor) -> bool:
    """Whether it is among this person's duties, where he may read the case."""
    return bool(actor.roles & RELEASING_ROLES)
