"""Sealing of a complainant's identity into the vault."""

from dataclasses import dataclass

from models.ground.ids import ComplaintId
from models.vault.blind_index import index_email, index_id_number, index_party, index_phone
from models.vault.identity import Identity
from models.vault.keyring import Keyring, get_keyring
from models.vault.masking import PersonalField
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class StoreIdentity:
    """What a complainant told of himself; an empty string is nothing told."""

    complaint_id: ComplaintId
    name: str = ""
    phone: str = ""
    id_number: str = ""
    email: str = ""
    address: str = ""
    organisation: str = ""


def store_identity(command: StoreIdentity, unit: Unit) -> None:
    """Seal the fields in the caller's unit, replacing earlier ones; without any field there is no row."""
    values = seal_identity(command, get_keyring())
    if values is None:
        return
    unit.session.merge(Identity(**values, stored_at=unit.clock.now()))
    unit.session.flush()


def seal_identity(command: StoreIdentity, keyring: Keyring) -> dict[str, str | None] | None:
    """The columns of the row but for its moment; None where nothing is told."""
    values = {field: str(getattr(command, field.value)).strip() for field in PersonalField}
    if not any(values.values()):
        return None
    sealed = {
        f"{field.value}_sealed": keyring.seal(value, place_of(field, command.complaint_id))
        for field, value in values.items()
        if value
    }
    return {
        "complaint_id": command.complaint_id,
        "key_id": keyring.active_key_id,
        "phone_index": index_phone(values[PersonalField.PHONE], keyring),
        "id_number_index": index_id_number(values[PersonalField.ID_NUMBER], keyring),
        "email_index": index_email(values[PersonalField.EMAIL], keyring),
        "name_index": index_party(values[PersonalField.NAME], keyring),
        "organisation_index": index_party(values[PersonalField.ORGANISATION], keyring),
        **sealed,
    }


def place_of(field: PersonalField, complaint_id: str) -> str:
    """What the seal of a field is bound to; a value moved to another row or column does not open."""
    return f"identity:{field.value}:{complaint_id}"
