"""Who takes a file out of the office: its handler and whoever watches or leads; with the complainant only who may know him."""

from models.case.complaint import Complaint
from models.ground.codes import Role
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit
from services.worklist.identity_permission import REVEALING_ROLES, may_know_identity

# Beside the handler of the case.
TAKING_ROLES = frozenset({Role.SUPERVISOR, Role.DIRECTOR})


def may_take(complaint: Complaint, actor: Actor) -> bool:
    """Whether it is among this person's duties, where he may read the case."""
    return complaint.handler_id == staff_id_of(actor) or bool(actor.roles & TAKING_ROLES)


def may_take_identity(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """Whether the complainant may go along: whoever may open the identity of this case."""
    login = staff_id_of(actor)
    return bool(actor.roles.intersection(REVEALING_ROLES)) and may_know_identity(complaint, login, unit)
