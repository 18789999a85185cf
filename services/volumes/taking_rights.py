"""Who takes a file out of the office: its handler and whoever watches or leads; with the complainant only who may know him."""

from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.ground.codes import Role
from models.ground.keeping_codes import Judgement
from services.actor import Actor, staff_id_of
from services.casefile.data_requests import is_restricted
from services.unit_of_work import Unit
from services.worklist.identity_permission import REVEALING_ROLES, may_know_identity

# Beside the handler of the case.
TAKING_ROLES = frozenset({Role.SUPERVISOR, Role.DIRECTOR})


def may_take(complaint: Complaint, actor: Actor) -> bool:
    """Whether it is among this person's duties, where he may read the case."""
    return complaint.handler_id == staff_id_of(actor) or bool(actor.roles & TAKING_ROLES)


def may_take_identity(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """Whether the complainant may go along: whoever may open the identity of this case.

    Where he had the use of his data ended, to the archives alone, which the law gives the whole file.
    """
    login = staff_id_of(actor)
    if not actor.roles.intersection(REVEALING_ROLES) or not may_know_identity(complaint, login, unit):
        return False
    return not is_restricted(complaint, unit) or _goes_to_archives(complaint, unit)


def _goes_to_archives(complaint: Complaint, unit: Unit) -> bool:
    row = unit.session.get(FileKeeping, complaint.id)
    return row is not None and row.decided is Judgement.TRANSFER
