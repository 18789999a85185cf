"""What the blind indexes of complainants tell of them without a word being opened: who may be the same person."""

from collections.abc import Collection, Iterable

from sqlalchemy import Select, or_, select

from models.vault.identity import Identity
from services.unit_of_work import Unit


def list_complainant_indexes(complaint_ids: Collection[str], unit: Unit) -> Iterable[tuple[str | None, ...]]:
    """For each of the cases its id and the indexes of name, organisation and telephone."""
    columns = (Identity.complaint_id, Identity.name_index, Identity.organisation_index, Identity.phone_index)
    rows = unit.session.execute(select(*columns).where(Identity.complaint_id.in_(sorted(set(complaint_ids)))))
    return [tuple(row) for row in rows]


def select_cases_of_indexes(indexes: Collection[str]) -> Select[str]:
    """Every case whose complainant has one of these as the index of name, organisation or telephone."""
    return select(Identity.complaint_id).where(
        or_(
            Identity.name_index.in_(indexes),
            Identity.organisation_index.in_(indexes),
            Identity.phone_index.in_(indexes),
        )
    )


def select_cases_of_phone(phone_index: str, name_index: str | None) -> Select[str]:
    """Every case that came from this telephone with this name, or without any."""
    return select(Identity.complaint_id).where(
        Identity.phone_index == phone_index,
        or_(Identity.name_index.is_(None), Identity.name_index == name_index),
    )
