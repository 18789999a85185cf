"""Which other cases the same person filed, by blind index: nothing is opened for it."""

from sqlalchemy import select

from models.vault.identity import Identity
from models.vault.masking import PersonalField
from services.unit_of_work import Unit

# A number or an address names one person wherever it comes again; a name is borne by many.
INDEXES = {
    PersonalField.NAME: Identity.name_index,
    PersonalField.PHONE: Identity.phone_index,
    PersonalField.EMAIL: Identity.email_index,
    PersonalField.ID_NUMBER: Identity.id_number_index,
}


def list_same_person(complaint_id: str, unit: Unit) -> dict[str, frozenset[PersonalField]]:
    """The ids of other cases with the same number, address or name in any spelling, each with what is the same."""
    own = unit.session.get(Identity, complaint_id)
    found: dict[str, frozenset[PersonalField]] = {}
    if own is None:
        return found
    for field, column in INDEXES.items():
        index = getattr(own, column.key)
        if index is None:
            continue
        same = select(Identity.complaint_id).where(column == index, Identity.complaint_id != complaint_id)
        for other in unit.session.scalars(same):
            found[other] = found.get(other, frozenset()) | {field}
    return found
