"""The question whether a telephone number is the one on file, answered without opening anything."""

from hmac import compare_digest

from models.vault.blind_index import index_phone
from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from services.unit_of_work import Unit


def is_phone_on_file(complaint_id: str, phone: str, unit: Unit) -> bool:
    """Whether the complainant left this number, in any spelling; False for a case without one."""
    row = unit.session.get(Identity, complaint_id)
    asked = index_phone(phone, get_keyring())
    if row is None or row.phone_index is None or asked is None:
        return False
    return compare_digest(row.phone_index, asked)
