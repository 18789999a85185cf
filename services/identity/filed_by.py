"""Complaints of a person, by blind index of a name or a number as it was given: nothing is opened for it."""

from sqlalchemy import Select, and_, false, or_, select

from models.vault.identity import Identity


def filed_by_name_and_phone(name_index: str | None, phone_index: str | None) -> Select[str]:
    """Ids of complaints; both match where both are given, a name also as an organisation's; none without either."""
    by_name = or_(Identity.name_index == name_index, Identity.organisation_index == name_index)
    conditions = [
        condition
        for index, condition in ((name_index, by_name), (phone_index, Identity.phone_index == phone_index))
        if index is not None
    ]
    return select(Identity.complaint_id).where(and_(*conditions) if conditions else false())


def filed_by_any_number(
    phone_index: str | None, email_index: str | None, id_number_index: str | None
) -> Select[str] | None:
    """Ids of complaints with one of them; None where none is given."""
    indexes = {
        Identity.phone_index: phone_index,
        Identity.email_index: email_index,
        Identity.id_number_index: id_number_index,
    }
    same = [column == index for column, index in indexes.items() if index is not None]
    return select(Identity.complaint_id).where(or_(*same)) if same else None
