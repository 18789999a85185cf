"""Whether who complained is told as before, without telling who it is."""

from collections.abc import Collection

from sqlalchemy import select

from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from models.vault.represented_person import RepresentedPerson
from services.identity.open_identity import open_field
from services.unit_of_work import Unit

_PURPOSE = "identity_state"


def map_identity_states(complaint_ids: Collection[str], unit: Unit) -> dict[str, str]:
    """By case a keyed digest over all that is told of the complainant and of whom he speaks for, the same under a new key.

    None of an anonymous case.
    """
    spoken_for = {
        row.complaint_id: row.name
        for row in unit.session.scalars(
            select(RepresentedPerson).where(RepresentedPerson.complaint_id.in_(complaint_ids))
        )
    }
    keyring = get_keyring()
    found: dict[str, str] = {}
    for row in unit.session.scalars(select(Identity).where(Identity.complaint_id.in_(complaint_ids))):
        told = [open_field(row, field) or "" for field in PersonalField]
        told.append(spoken_for.get(row.complaint_id, ""))
        found[row.complaint_id] = keyring.digest(_PURPOSE, "\0".join(told))
    return found
