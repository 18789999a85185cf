"""Who may be a named reader of a file, and a file that a person makes one for named readers."""

from collections.abc import Collection
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.file_restriction import RestrictionKind
from models.ground.codes import APART_ROLES, Role
from models.ground.errors import InvalidInput
from models.office.staff import Staff
from services.access.excluded import is_recused
from services.access.restricted import find_restriction
from services.actor import Actor, staff_id_of
from services.office.active_staff import list_active_staff
from services.restriction.restrict import NewRestriction, restrict
from services.unit_of_work import Unit

# Whoever can work on a case. A window clerk or an administrator has no page of cases.
READER_ROLES = frozenset(Role) - {Role.ADMINISTRATOR, Role.WINDOW_STAFF} - APART_ROLES


@dataclass(frozen=True, slots=True)
class NamedReaders:
    """Who was chosen, by login, and why."""

    people: Collection[str]
    reason: str


def list_possible_readers(unit: Unit) -> list[Staff]:
    """Active people by login."""
    people = list_active_staff(unit)
    return [staff for staff in people if READER_ROLES.intersection(staff.roles)]


def restrict_to(chosen: NamedReaders, complaint: Complaint, unit: Unit, actor: Actor) -> str:
    """Restrict it to these, whoever restricts it and its handler; the id. A route goes on to hold.

    InvalidInput on `readers` for somebody who must keep away from the case.
    """
    if any(is_recused(complaint.id, login, unit) for login in chosen.people):
        raise InvalidInput({"readers": "RECUSED"})
    kept = {staff_id_of(actor), complaint.handler_id} - {None}
    earlier = find_restriction(complaint.id, unit)
    new = NewRestriction(
        RestrictionKind.PERSON,
        sorted(set(chosen.people) | {login for login in kept if login is not None}),
        reason=chosen.reason,
        route_id=earlier.route_id if earlier is not None else None,
    )
    return restrict(new, complaint, unit, actor).id
