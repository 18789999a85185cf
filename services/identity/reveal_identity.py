"""Opening of an identity for a stated purpose; the look is logged before anything is shown."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from models.vault.identity import Identity
from models.vault.identity_reveal import IdentityReveal
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from services.actor import Actor, require_role
from services.identity.store_identity import place_of
from services.unit_of_work import Unit, UnitOfWork

REVEALED = "identity.revealed"
# Who may open an identity at all; whether this person may see this case is asked by the case file first.
REVEALING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.RETURN_VISIT, Role.DIRECTOR, Role.APPROVER)
SHORTEST_PURPOSE = 4


@dataclass(frozen=True, slots=True)
class RevealIdentity:
    """The case and the words of why its complainant must be known now."""

    complaint_id: str
    purpose: str


@dataclass(frozen=True, slots=True)
class RevealedIdentity:
    """The identity in the clear; None for what was not told. Never log or cache it."""

    name: str | None
    phone: str | None
    id_number: str | None
    email: str | None
    address: str | None
    organisation: str | None


def reveal_identity(command: RevealIdentity, unit_of_work: UnitOfWork, actor: Actor) -> RevealedIdentity:
    """Open the identity; who, when, which fields and why are committed with it.

    InvalidInput without a purpose, NotPermitted for other roles, NotFound for an anonymous or unknown case.
    """
    viewer = require_role(actor, *REVEALING_ROLES)
    purpose = command.purpose.strip()
    if len(purpose) < SHORTEST_PURPOSE:
        raise InvalidInput({"purpose": "TOO_SHORT"})
    with unit_of_work as unit:
        row = _get_row(unit, command.complaint_id)
        opened = _open(row)
        fields = [field.value for field in PersonalField if opened[field] is not None]
        unit.session.add(
            IdentityReveal(
                complaint_id=row.complaint_id,
                purpose=purpose,
                viewer=viewer,
                at=unit.clock.now(),
                fields=fields,
            )
        )
        unit.trail.add(row.complaint_id, REVEALED, {"fields": fields, "purpose": purpose}, actor)
    return RevealedIdentity(**{field.value: opened[field] for field in PersonalField})


def _get_row(unit: Unit, complaint_id: str) -> Identity:
    row = unit.session.get(Identity, complaint_id)
    if row is None or unit.session.get(Complaint, complaint_id) is None:
        raise NotFound()
    return row


def _open(row: Identity) -> dict[PersonalField, str | None]:
    keyring = get_keyring()
    opened: dict[PersonalField, str | None] = {}
    for field in PersonalField:
        sealed: str | None = getattr(row, f"{field.value}_sealed")
        opened[field] = None if sealed is None else keyring.open(sealed, place_of(field, row.complaint_id))
    return opened
