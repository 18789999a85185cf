"""Where a complainant can be written to by e-mail or SMS; opens that one field and no other."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, select

from models.ground.ways import Way
from models.vault.earlier_identity import EarlierIdentity
from models.vault.identity import Identity
from models.vault.masking import PersonalField
from models.vault.normalised import find_mobile
from services.identity.open_identity import open_field
from services.unit_of_work import Unit


def find_written_address(complaint_id: str, way: Way, unit: Unit) -> str | None:
    """The address of the e-mail, or the mobile number in eleven digits; None where the file has none. Never log it."""
    told = unit.session.get(Identity, complaint_id)
    return None if told is None else _address_of(told, way)


def is_changed_since(complaint_id: str, way: Way, moment: datetime, unit: Unit) -> bool:
    """Whether another e-mail address or telephone number counts than at this moment."""
    field = PersonalField.EMAIL if way is Way.EMAIL else PersonalField.PHONE
    replaced = exists().where(
        EarlierIdentity.complaint_id == complaint_id,
        EarlierIdentity.field == field,
        EarlierIdentity.until >= moment,
    )
    return bool(unit.session.scalar(select(replaced)))


def find_written_ways(complaint_ids: Collection[str], unit: Unit) -> dict[str, tuple[Way, ...]]:
    """By which of the two ways each of these can be written to, by one statement; without any address."""
    rows = unit.session.scalars(select(Identity).where(Identity.complaint_id.in_(complaint_ids)))
    return {
        row.complaint_id: tuple(way for way in (Way.EMAIL, Way.SMS) if _address_of(row, way)) for row in rows
    }


def _address_of(told: Identity, way: Way) -> str | None:
    if way is Way.EMAIL:
        return open_field(told, PersonalField.EMAIL)
    if way is Way.SMS and (phone := open_field(told, PersonalField.PHONE)):
        return find_mobile(phone)
    return None
