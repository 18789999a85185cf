"""What the blind indexes of complainants tell of them without a word being opened: who may be the same person."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, or_, select

from models.vault.identity import Identity


class CaseIndexes(NamedTuple):
    """The case and the blind indexes of whoever filed it; None for what he did not tell."""

    complaint_id: str
    name: str | None
    organisation: str | None
    phone: str | None


def select_indexes(complaint_ids: BindParameter[Any]) -> Select[str, str | None, str | None, str | None]:
    """A row as in CaseIndexes of each of the cases whose complainant told of himself; the ids are given when it is asked."""
    columns = (Identity.complaint_id, Identity.name_index, Identity.organisation_index, Identity.phone_index)
    return select(*columns).where(Identity.complaint_id.in_(complaint_ids))


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
