"""Where a complainant can be written to by e-mail or SMS; opens that one field and no other."""

import re

from models.ground.ways import Way
from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from services.identity.store_identity import place_of
from services.unit_of_work import Unit

# A line in a house takes no SMS.
_MOBILE = re.compile(r"\A(?:\+?86)?(1[3-9][0-9]{9})\Z")
_SEPARATORS = re.compile(r"[\s()（）-]")


def find_written_address(complaint_id: str, way: Way, unit: Unit) -> str | None:
    """The address of the e-mail, or the mobile number in eleven digits; None where the file has none. Never log it."""
    told = unit.session.get(Identity, complaint_id)
    if told is None:
        return None
    if way is Way.EMAIL:
        return _open(told.email_sealed, PersonalField.EMAIL, told)
    if way is Way.SMS and (phone := _open(told.phone_sealed, PersonalField.PHONE, told)):
        found = _MOBILE.match(_SEPARATORS.sub("", phone))
        return found[1] if found else None
    return None


def _open(sealed: str | None, field: PersonalField, told: Identity) -> str | None:
    return None if sealed is None else get_keyring().open(sealed, place_of(field, told.complaint_id))
