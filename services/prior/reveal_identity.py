"""A look at who complained before, for a stated purpose; it is on record when it is handed out."""

from dataclasses import dataclass

from models.ground.errors import InvalidInput, NotFound
from services.access.look import Look
from services.actor import Actor, require_role
from services.identity.prior_identity import PriorPerson, find_prior
from services.unit_of_work import UnitOfWork
from services.views.prior_cases import find_readable_prior
from services.worklist.identity_permission import REVEALING_ROLES, SHORTEST_PURPOSE


@dataclass(frozen=True, slots=True)
class RevealPrior:
    """Which one, and why its complainant must be known now."""

    prior_id: str
    purpose: str


def reveal_prior(command: RevealPrior, unit_of_work: UnitOfWork, actor: Actor) -> Look[PriorPerson]:
    """NotFound for one without a complainant or not the person's to read, NotPermitted; InvalidInput on `purpose`."""
    require_role(actor, *REVEALING_ROLES)
    purpose = command.purpose.strip()
    with unit_of_work.reading() as unit:
        prior = find_readable_prior(command.prior_id, unit, actor)
        person = find_prior(prior.no, unit)
    if person is None:
        raise NotFound
    if len(purpose) < SHORTEST_PURPOSE:
        raise InvalidInput({"purpose": "TOO_SHORT"})

    def record() -> None:
        with unit_of_work as unit:
            told = {"prior_id": command.prior_id, "purpose": purpose}
            unit.trail.add(None, "prior_identity.revealed", told, actor)

    return Look(person, record)
