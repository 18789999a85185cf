"""Who acts: a citizen, staff, a unit outside or the system itself. What an actor may do is decided by each use case."""

from dataclasses import dataclass, field
from enum import StrEnum

from models.ground.codes import Role
from models.ground.errors import NotPermitted


class ActorKind(StrEnum):
    """The kinds of actors."""

    CITIZEN = "citizen"
    STAFF = "staff"
    OUTSIDE_UNIT = "outside_unit"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting party; `client_address` is where the request came from, empty for the system."""

    kind: ActorKind
    staff_id: str | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    client_address: str = ""
    unit_code: str | None = None

    @property
    def name(self) -> str:
        """How the trail names this actor: the login, `unit:<code>`, `citizen` or `system`."""
        if self.unit_code is not None:
            return f"unit:{self.unit_code}"
        return self.staff_id or self.kind.value


SYSTEM = Actor(ActorKind.SYSTEM)


def citizen(client_address: str) -> Actor:
    """The anonymous visitor behind a network address."""
    return Actor(ActorKind.CITIZEN, client_address=client_address)


def outside_unit(unit_code: str, client_address: str) -> Actor:
    """An authority outside the centre that proved itself by a receipt code."""
    return Actor(ActorKind.OUTSIDE_UNIT, client_address=client_address, unit_code=unit_code)


def staff_id_of(actor: Actor) -> str:
    """The login of a member of staff; NotPermitted for anyone else."""
    if actor.kind is not ActorKind.STAFF or actor.staff_id is None:
        raise NotPermitted
    return actor.staff_id


def require_role(actor: Actor, *roles: Role) -> str:
    """The login of staff with at least one of `roles`; NotPermitted otherwise."""
    login = staff_id_of(actor)
    if not actor.roles.intersection(roles):
        raise NotPermitted
    return login
