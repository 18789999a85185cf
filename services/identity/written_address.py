"""Where a complainant can be written to by e-mail or SMS; opens that one field and no other."""

import re
from collections.abc import Collection

from sqlalchemy import select

from models.ground.ways import Way
from models.vault.identity import Identity
from models.vault.masking import PersonalField
from services.identity.open_identity import open_field
from services.unit_of_work import Unit

# A line in a house takes no SMS.
_MOBILE = re.compile(r"\A(?:\+?86)?(1[3-9][0-9]{9})\Z")
_SEPARATORS = re.compile(r"[\s()（）-]")


def find_written_address(complaint_id: str, way: Way, unit: Unit) -> str | None:
    """The address of the e-mail, or the mobile number in eleven digits; None where the file has none. Never log it."""
    told = unit.session.get(Identity, complaint_id)
    return None if told is None else _address_of(told, way)


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
        found = _MOBILE.match(_SEPARATORS.sub("", phone))
        return found[1] if found else None
    return None
