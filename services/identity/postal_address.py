"""Whom a letter to a complainant goes to, and whether there is anywhere to send it."""

from collections.abc import Collection

from sqlalchemy import select

from models.vault.identity import Identity
from models.vault.masking import PersonalField
from services.identity.open_identity import open_field
from services.unit_of_work import Unit


def is_identity_known(complaint_id: str, unit: Unit) -> bool:
    """Whether the vault holds anything of who complained; nothing is opened."""
    return unit.session.get(Identity, complaint_id) is not None


def list_with_address(complaint_ids: Collection[str], unit: Unit) -> frozenset[str]:
    """Those of these cases whose complainant gave an address; nothing is opened."""
    known = select(Identity.complaint_id).where(
        Identity.complaint_id.in_(complaint_ids), Identity.address_sealed.is_not(None)
    )
    return frozenset(unit.session.scalars(known))


def open_name_and_address(complaint_id: str, unit: Unit) -> tuple[str, str]:
    """His name, or that of his organisation, and his address; empty where he gave none. Never log them."""
    told = unit.session.get_one(Identity, complaint_id)
    name = open_field(told, PersonalField.NAME) or open_field(told, PersonalField.ORGANISATION) or ""
    return name, open_field(told, PersonalField.ADDRESS) or ""
