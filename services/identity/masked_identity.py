"""The masked identity that the case file may show without a purpose."""

from collections.abc import Collection

from sqlalchemy import select

from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from models.vault.masking import MASKS, PersonalField
from services.identity.represented_person import find_represented
from services.identity.store_identity import place_of
from services.unit_of_work import Unit


def find_masked_identity(complaint_id: str, unit: Unit) -> dict[str, str] | None:
    """Masked values by field, without those that were not told; None for an anonymous case."""
    row = unit.session.get(Identity, complaint_id)
    if row is None:
        return None
    keyring, masked = get_keyring(), {}
    for field in PersonalField:
        sealed: str | None = getattr(row, f"{field.value}_sealed")
        if sealed is not None:
            masked[field.value] = MASKS[field](keyring.open(sealed, place_of(field, complaint_id)))
    if represented := find_represented(complaint_id, unit):
        masked["represented"] = MASKS[PersonalField.NAME](represented)
    return masked


def map_masked_contacts(complaint_ids: Collection[str], unit: Unit) -> dict[str, dict[str, str]]:
    """Name and telephone, masked, by case: for tables of many. One query; without those that told neither."""
    rows = unit.session.execute(
        select(Identity.complaint_id, Identity.name_sealed, Identity.phone_sealed).where(
            Identity.complaint_id.in_(complaint_ids)
        )
    )
    keyring, found = get_keyring(), {}
    for case, name, phone in rows:
        told = {PersonalField.NAME: name, PersonalField.PHONE: phone}
        found[case] = {
            field.value: MASKS[field](keyring.open(sealed, place_of(field, case)))
            for field, sealed in told.items()
            if sealed is not None
        }
    return found
