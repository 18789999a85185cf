"""A correction of what a complainant told of himself: the new value counts from now on, the earlier one is kept in the vault."""

from dataclasses import dataclass

from models.ground.errors import RuleRefused
from models.ground.ids import new_id
from models.vault.blind_index import index_email, index_id_number, index_party, index_phone
from models.vault.earlier_identity import EarlierIdentity
from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from services.identity.change_address import NO_IDENTITY, change_address
from services.identity.open_identity import open_field
from services.identity.store_identity import place_of
from services.identity.words_anew import forget_found_words
from services.unit_of_work import Unit

_INDEXES = {
    PersonalField.NAME: index_party,
    PersonalField.PHONE: index_phone,
    PersonalField.ID_NUMBER: index_id_number,
    PersonalField.EMAIL: index_email,
    PersonalField.ORGANISATION: index_party,
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What counts for this field of a complainant from now on."""

    complaint_id: str
    field: PersonalField
    value: str


def correct_field(correction: Correction, login: str, unit: Unit) -> None:
    """Seal the value in the caller's unit, with what it is found by; RuleRefused("NO_IDENTITY") for an anonymous case."""
    complaint_id, field, value = correction.complaint_id, correction.field, correction.value.strip()
    if field is PersonalField.ADDRESS:
        change_address(complaint_id, value, login, unit)
        return
    row = unit.session.get(Identity, complaint_id)
    if row is None:
        raise RuleRefused(NO_IDENTITY)
    keyring, earlier = get_keyring(), open_field(row, field)
    if earlier is not None:
        kept = EarlierIdentity(
            id=new_id(),
            complaint_id=complaint_id,
            field=field,
            value=earlier,
            until=unit.clock.now(),
            replaced_by=login,
        )
        unit.session.add(kept)
    setattr(row, f"{field.value}_sealed", keyring.seal(value, place_of(field, complaint_id)))
    setattr(row, f"{field.value}_index", _INDEXES[field](value, keyring))
    unit.session.flush()
    forget_found_words(complaint_id, unit)
