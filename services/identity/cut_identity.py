"""Cuts a complainant's own data out of words that leave the handling office. Nothing opened here is shown to anybody."""

import re
from collections.abc import Collection, Mapping, Sequence

from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from services.identity.own_rows import select_own_rows
from services.identity.store_identity import place_of
from services.unit_of_work import Unit

# Telephone and identity numbers and addresses of mail name a person inside free text.
PERSONAL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+|\d{17}[\dXx](?!\d)|\+?\d[\d\- ]{6,}\d")
# An identity number tells its date of birth; other long numbers are those of orders and permits, which the matter is about.
IDENTITY_NUMBER = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
CUT = "■"
# One character is a surname at most and stands in half of all sentences.
SHORTEST_VALUE = 2


def cut_identity(texts: Sequence[str], complaint_id: str, unit: Unit) -> list[str]:
    """The texts without numbers and addresses of contact and without what the vault holds of this complainant."""
    own = list_own_values(complaint_id, unit)
    return [PERSONAL.sub(CUT, _cut(text, own)) for text in texts]


def cut_identities(texts: Mapping[str, str], unit: Unit) -> dict[str, str]:
    """The same of many cases, one text each by the id of its case; as many queries for a thousand as for one."""
    own = map_own_values(texts, unit)
    return {case: PERSONAL.sub(CUT, _cut(text, own[case])) for case, text in texts.items()}


def cut_own_values(texts: Sequence[str], complaint_id: str, unit: Unit) -> list[str]:
    """The texts without what the vault holds of this complainant, however a number is spaced, and without identity numbers.

    Whose such a number is cannot be told from it. Other numbers stay.
    """
    own = list_own_values(complaint_id, unit)
    own_digits = {digits for value in own if (digits := _digits(value))}

    def cut_number(found: re.Match[str]) -> str:
        is_personal = _digits(found[0]) in own_digits or IDENTITY_NUMBER.fullmatch(found[0])
        return CUT if is_personal else found[0]

    return [PERSONAL.sub(cut_number, _cut(text, own)) for text in texts]


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _cut(text: str, own: list[str]) -> str:
    for value in own:
        text = text.replace(value, CUT)
    return text


def list_own_values(complaint_id: str, unit: Unit) -> list[str]:
    """What the vault holds of this complainant, opened: for comparing alone, never to be handed out."""
    return map_own_values([complaint_id], unit)[complaint_id]


def map_own_values(complaint_ids: Collection[str], unit: Unit) -> dict[str, list[str]]:
    """The same by case, in one question; whoever is anonymous may speak for somebody with a name."""
    rows = unit.session.execute(select_own_rows(complaint_ids)).all()
    identities = {row[0]: row[1] for row in rows}
    others: dict[str, set[str]] = {case: set() for case in complaint_ids}
    for case, _, represented, earlier, corrected in rows:
        if represented is not None:
            others[case].add(represented.name)
        if earlier is not None:
            others[case].add(earlier.address)
        if corrected is not None:
            others[case].add(corrected.value)
    return {case: _sort_values(case, identities.get(case), others[case]) for case in complaint_ids}


def _sort_values(complaint_id: str, row: Identity | None, others: Collection[str]) -> list[str]:
    """The longest first, so that a name inside an address does not leave the rest standing."""
    keyring, values = get_keyring(), list(others)
    for field in PersonalField:
        sealed: str | None = None if row is None else getattr(row, f"{field.value}_sealed")
        if sealed is not None:
            values.append(keyring.open(sealed, place_of(field, complaint_id)))
    return sorted((value for value in values if len(value) >= SHORTEST_VALUE), key=len, reverse=True)
