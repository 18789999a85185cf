"""The question whether somebody typed what the complainant filed of himself, answered without opening anything."""

from hmac import compare_digest

from models.vault.blind_index import index_party, index_phone
from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from services.unit_of_work import Unit


def has_own_mark(complaint_id: str, unit: Unit) -> bool:
    """Whether the complainant filed a telephone number or a name, which can be asked for."""
    row = unit.session.get(Identity, complaint_id)
    return row is not None and (row.phone_index is not None or row.name_index is not None)


def is_own_mark(complaint_id: str, typed: str, unit: Unit) -> bool:
    """Whether this is the telephone number or the whole name on file, in any spelling; nothing less is near enough."""
    row, keyring = unit.session.get(Identity, complaint_id), get_keyring()
    if row is None:
        return False
    pairs = ((row.phone_index, index_phone(typed, keyring)), (row.name_index, index_party(typed, keyring)))
    return any(
        [filed is not None and asked is not None and compare_digest(filed, asked) for filed, asked in pairs]
    )
