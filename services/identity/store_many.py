"""Sealing of many complainants' identities at once: of complaints that are written in bulk, which only a made past is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert

from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from services.identity.store_identity import StoreIdentity, seal_identity
from services.unit_of_work import Unit


def store_many(told: Sequence[tuple[StoreIdentity, datetime]], unit: Unit) -> None:
    """Each with the moment at which it was told; none of the complaints has one yet. What tells nothing has no row."""
    keyring, sealed = get_keyring(), [f"{field.value}_sealed" for field in PersonalField]
    rows = []
    for command, at in told:
        values = seal_identity(command, keyring)
        if values is not None:
            rows.append({**dict.fromkeys(sealed), **values, "stored_at": at})
    if rows:
        unit.session.execute(insert(Identity), rows)
