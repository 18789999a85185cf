"""A look at who complained before, for a stated purpose; it is on record when it is handed out."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.ground.errors import InvalidInput, NotFound
from services.access.look import Look
from services.actor import Actor, require_role
from services.attempts.rate_limit import count_attempt
from services.attempts.rules import LOOKS_AT_IDENTITIES
from services.identity.prior_identity import PriorPerson, find_prior, part_others
from services.unit_of_work import UnitOfWork
from services.views.prior_cases import find_readable_prior, others_of
from services.worklist.identity_permission import REVEALING_ROLES, SHORTEST_PURPOSE


@dataclass(frozen=True, slots=True)
class RevealPrior:
    """Which one, and why its complainant must be known now."""

    prior_id: str
    purpose: str


@dataclass(frozen=True, slots=True)
class PriorShown:
    """The complainant, and by the office's own headings what is read with him alone."""

    name: str
    phone: str
    others: Mapping[str, str]


def reveal_prior(command: RevealPrior, unit_of_work: UnitOfWork, actor: Actor) -> Look[PriorShown]:
    """NotFound for one that told of nobody or is not the person's to read, NotPermitted; InvalidInput on `purpose`.

    TriedTooOften("LOOKED_TOO_OFTEN") beyond thirty looks of his in an hour, at identities of either kind.
    """
    viewer = require_role(actor, *REVEALING_ROLES)
    purpose = command.purpose.strip()
    with unit_of_work.reading() as unit:
        prior = find_readable_prior(command.prior_id, unit, actor)
        person = find_prior(prior.no, unit) or PriorPerson()
        _, withheld = part_others(others_of(prior), person)
    shown = PriorShown(person.name, person.phone, withheld)
    if not (shown.name or shown.phone or shown.others):
        raise NotFound
    if len(purpose) < SHORTEST_PURPOSE:
        raise InvalidInput({"purpose": "TOO_SHORT"})
    count_attempt(LOOKS_AT_IDENTITIES, viewer, unit_of_work)

    def record() -> None:
        with unit_of_work as unit:
            told = {"prior_id": command.prior_id, "purpose": purpose}
            unit.trail.add(None, "prior_identity.revealed", told, actor)

    return Look(shown, record)
