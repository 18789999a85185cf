"""A look at the identity of a case for a stated purpose; it is on record when it is handed out."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.vault.identity_reveal import IdentityReveal
from models.vault.masking import PersonalField
from services.access.look import Look
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.attempts.rate_limit import count_attempt
from services.attempts.rules import LOOKS_AT_IDENTITIES
from services.casefile.data_requests import is_restricted
from services.identity.open_identity import RevealedIdentity, open_identity
from services.unit_of_work import UnitOfWork
from services.worklist.identity_permission import (
    DATA_RESTRICTED,
    IDENTITY_WITHHELD,
    REVEALING_ROLES,
    SHORTEST_PURPOSE,
    may_know_identity,
)

REVEALED = "identity.revealed"
REFUSED = "identity.refused"


@dataclass(frozen=True, slots=True)
class RevealIdentity:
    """The case and the words of why its complainant must be known now."""

    complaint_id: str
    purpose: str


def reveal_identity(
    command: RevealIdentity, unit_of_work: UnitOfWork, actor: Actor
) -> Look[RevealedIdentity]:
    """The identity to hand out; who, when, which fields and why are committed when it is, not before.

    NotFound for an anonymous or unknown case and for one that is not the person's, NotPermitted for other roles,
    InvalidInput without a purpose, NotPermitted(DATA_RESTRICTED) where he had the use of his data ended.
    Where the complainant asked for secrecy within the centre, NotPermitted with
    IDENTITY_WITHHELD for whom the case does not need to know him; that he asked is on record too.
    TriedTooOften("LOOKED_TOO_OFTEN") beyond thirty looks of his in an hour.
    """
    purpose = command.purpose.strip()
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, command.complaint_id)
        if complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        viewer = require_role(actor, *REVEALING_ROLES)
        if len(purpose) < SHORTEST_PURPOSE:
            raise InvalidInput({"purpose": "TOO_SHORT"})
        if is_restricted(complaint, unit):
            raise NotPermitted(code=DATA_RESTRICTED)
        opened = open_identity(complaint.id, unit)
        is_withheld = not may_know_identity(complaint, viewer, unit)
    if is_withheld:
        with unit_of_work as unit:
            unit.trail.add(command.complaint_id, REFUSED, {"purpose": purpose}, actor)
        raise NotPermitted(code=IDENTITY_WITHHELD)
    count_attempt(LOOKS_AT_IDENTITIES, viewer, unit_of_work)
    fields = [field.value for field in PersonalField if getattr(opened, field.value) is not None]

    def record() -> None:
        with unit_of_work as unit:
            at = unit.clock.now()
            row = IdentityReveal(
                complaint_id=command.complaint_id, purpose=purpose, viewer=viewer, at=at, fields=fields
            )
            unit.session.add(row)
            unit.trail.add(command.complaint_id, REVEALED, {"fields": fields, "purpose": purpose}, actor)

    return Look(opened, record)
