"""Sealing of a complainant's identity into the vault."""

from dataclasses import dataclass

from models.ground.ids import ComplaintId
from models.vault.identity import Identity
from models.vault.keyring import Keyring, get_keyring
from models.vault.masking import PersonalField
from services.identity.normalised import normalise_email, normalise_id_number, normalise_phone
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
    keyring = get_keyring()
    values = {field: str(getattr(command, field.value)).strip() for field in PersonalField}
    if not any(values.values()):
        return
    sealed = {
        f"{field.value}_sealed": keyring.seal(value, place_of(field, command.complaint_id))
        for field, value in values.items()
        if value
    }
    row = Identity(
        complaint_id=command.complaint_id,
        key_id=keyring.active_key_id,
        stored_at=unit.clock.now(),
        phone_index=phone_index(values[PersonalField.PHONE], keyring),
        id_number_index=_index("id_number", normalise_id_number(values[PersonalField.ID_NUMBER]), keyring),
        email_index=_index("email", normalise_email(values[PersonalField.EMAIL]), keyring),
        **sealed,
    )
    unit.session.merge(row)
    unit.session.flush()


def place_of(field: PersonalField, complaint_id: str) -> str:
    """What the seal of a field is bound to; a value moved to another row or column does not open."""
    return f"identity:{field.value}:{complaint_id}"


def phone_index(phone: str, keyring: Keyring) -> str | None:
    """The blind index of a telephone number; None for none."""
    return _index("phone", normalise_phone(phone), keyring)


def _index(purpose: str, normalised: str, keyring: Keyring) -> str | None:
    return keyring.digest(purpose, normalised) if normalised else None
