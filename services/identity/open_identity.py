"""Opening of the sealed identity of one case. Who may ask for it, and that it goes on record, stands in services/case."""

from dataclasses import dataclass

from models.ground.errors import NotFound
from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from services.identity.change_address import list_earlier_addresses
from services.identity.represented_person import find_represented
from services.identity.store_identity import place_of
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class RevealedIdentity:
    """The identity in the clear; None for what was not told. Never log or cache it.

    `represented` is for whom an agent or guardian speaks.
    """

    name: str | None
    phone: str | None
    id_number: str | None
    email: str | None
    address: str | None
    organisation: str | None
    earlier_addresses: tuple[str, ...] = ()
    represented: str | None = None


def open_identity(complaint_id: str, unit: Unit) -> RevealedIdentity:
    """Every field in the clear; NotFound for an anonymous case."""
    identity = find_identity(complaint_id, unit)
    if identity is None:
        raise NotFound
    return identity


def find_identity(complaint_id: str, unit: Unit) -> RevealedIdentity | None:
    """The same; None for an anonymous case."""
    row = unit.session.get(Identity, complaint_id)
    if row is None:
        return None
    told = {field.value: open_field(row, field) for field in PersonalField}
    return RevealedIdentity(
        **told,
        earlier_addresses=tuple(list_earlier_addresses(complaint_id, unit)),
        represented=find_represented(complaint_id, unit),
    )


def open_field(row: Identity, field: PersonalField) -> str | None:
    """One field in the clear; None for what was not told. Never log it."""
    sealed: str | None = getattr(row, f"{field.value}_sealed")
    return None if sealed is None else get_keyring().open(sealed, place_of(field, row.complaint_id))
