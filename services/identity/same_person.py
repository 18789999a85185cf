"""Which other cases the same person filed, by blind index: nothing is opened for it."""

from sqlalchemy import or_, select

from models.vault.identity import Identity
from models.vault.masking import PersonalField
from services.identity.own_rows import select_own_rows
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
    # As those ask who cut his words: a page that does both asks once.
    row = unit.session.execute(select_own_rows([complaint_id])).first()
    own: Identity | None = None if row is None else row[1]
    if own is None:
        return {}
    indexes = {field: getattr(own, column.key) for field, column in INDEXES.items()}
    same = [INDEXES[field] == index for field, index in indexes.items() if index is not None]
    if not same:
        return {}
    others = select(Identity.complaint_id, *INDEXES.values()).where(
        or_(*same), Identity.complaint_id != complaint_id
    )
    return {
        other: frozenset(
            field
            for field, index in zip(INDEXES, of_other, strict=True)
            if index is not None and index == indexes[field]
        )
        for other, *of_other in unit.session.execute(others)
    }
