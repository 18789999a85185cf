"""Cuts a complainant's own data out of words that leave the handling office. Nothing opened here is shown to anybody."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from services.identity.change_address import list_earlier_addresses, map_earlier_addresses
from services.identity.represented_person import find_represented, map_represented
from services.identity.store_identity import place_of
from services.unit_of_work import Unit

# Telephone and identity numbers and addresses of mail name a person inside free text.
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\d{17}[\dXx]|\+?\d[\d\- ]{6,}\d")
CUT = "■"
# One character is a surname at most and stands in half of all sentences.
SHORTEST_VALUE = 2


def cut_identity(texts: Sequence[str], complaint_id: str, unit: Unit) -> list[str]:
    """The texts without numbers and addresses of contact and without what the vault holds of this complainant."""
    own = _list_own_values(complaint_id, unit)
    return [PERSONAL.sub(CUT, _cut(text, own)) for text in texts]


def cut_identities(texts: Mapping[str, str], unit: Unit) -> dict[str, str]:
    """The same of many cases, one text each by the id of its case; as many queries for a thousand as for one."""
    rows = unit.session.scalars(select(Identity).where(Identity.complaint_id.in_(sorted(texts))))
    identities = {row.complaint_id: row for row in rows}
    earlier, represented = map_earlier_addresses(texts, unit), map_represented(texts, unit)
    found = {}
    for case, text in texts.items():
        own = _sort_values(case, identities.get(case), [*earlier.get(case, ()), represented.get(case, "")])
        found[case] = PERSONAL.sub(CUT, _cut(text, own))
    return found


def cut_own_values(texts: Sequence[str], complaint_id: str, unit: Unit) -> list[str]:
    """The texts without what the vault holds of this complainant, however a number is spaced; other numbers stay."""
    own = _list_own_values(complaint_id, unit)
    own_digits = {digits for value in own if (digits := _digits(value))}

    def cut_number(found: re.Match[str]) -> str:
        return CUT if _digits(found[0]) in own_digits else found[0]

    return [PERSONAL.sub(cut_number, _cut(text, own)) for text in texts]


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _cut(text: str, own: list[str]) -> str:
    for value in own:
        text = text.replace(value, CUT)
    return text


def _list_own_values(complaint_id: str, unit: Unit) -> list[str]:
    row = unit.session.get(Identity, complaint_id)
    values = list_earlier_addresses(complaint_id, unit)
    if represented := find_represented(complaint_id, unit):
        values.append(represented)
    return _sort_values(complaint_id, row, values)


def _sort_values(complaint_id: str, row: Identity | None, others: Sequence[str]) -> list[str]:
    """The longest first, so that a name inside an address does not leave the rest standing."""
    keyring, values = get_keyring(), list(others)
    for field in PersonalField:
        sealed: str | None = None if row is None else getattr(row, f"{field.value}_sealed")
        if sealed is not None:
            values.append(keyring.open(sealed, place_of(field, complaint_id)))
    return sorted((value for value in values if len(value) >= SHORTEST_VALUE), key=len, reverse=True)
