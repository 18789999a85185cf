"""Who complained before the office had this system: into the vault, found by exact name or telephone, shown masked."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, delete, false, select, true

from models.vault.blind_index import index_party, index_phone
from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from models.vault.masking import MASKS, PersonalField
from models.vault.prior_identity import PriorIdentity
from services.identity.cut_identity import CUT, PERSONAL, SHORTEST_VALUE
from services.unit_of_work import Unit

# What tables write where nobody is named.
_NOBODY = frozenset({"匿名", "不详", "无", "未留", "未留名", "保密", "-", "—", "/"})
# Under these headings a table keeps who somebody is and where he is found.
_PERSONAL_HEADING = re.compile("身份证|证件|住址|地址|邮箱|电话|手机")
_DAY = re.compile(r"((?<![\d-])(?:19|20)\d\d-\d{1,2}-\d{1,2}(?![\d-]))")


@dataclass(frozen=True, slots=True)
class PriorPerson:
    """What the table told of him; empty for nothing."""

    name: str = ""
    phone: str = ""


def person_of(name: str, phone: str) -> PriorPerson:
    """Without what stands there for nobody."""
    return PriorPerson(
        "" if name.strip() in _NOBODY else name.strip(), "" if phone.strip() in _NOBODY else phone.strip()
    )


def store_prior(no: int, person: PriorPerson, unit: Unit) -> None:
    """Seal it in the caller's unit; of nobody there is no row."""
    if not person.name and not person.phone:
        return
    keyring = get_keyring()
    row = PriorIdentity(
        no=no,
        name=person.name or None,
        phone=person.phone or None,
        name_index=index_party(person.name, keyring),
        phone_index=index_phone(person.phone, keyring),
    )
    unit.session.add(row)


def cut_prior(text: str, person: PriorPerson) -> str:
    """The text without numbers and addresses of contact and without this person."""
    for value in (person.name, person.phone):
        if len(value) >= SHORTEST_VALUE:
            text = text.replace(value, CUT)
    return PERSONAL.sub(CUT, text)


def part_others(others: Mapping[str, str], person: PriorPerson) -> tuple[dict[str, str], dict[str, str]]:
    """Columns by the office's own headings: what is read by all, cut; and what is told whole with the person alone."""
    open_ = {
        name: _cut_other(text, person) for name, text in others.items() if not _PERSONAL_HEADING.search(name)
    }
    return open_, {name: text for name, text in others.items() if open_.get(name) != text}


def _cut_other(text: str, person: PriorPerson) -> str:
    """As cut_prior; a day stays a day."""
    return "".join(
        part if is_day else cut_prior(part, person)
        for part, is_day in ((part, _DAY.fullmatch(part) is not None) for part in _DAY.split(text))
    )


def find_prior(no: int, unit: Unit) -> PriorPerson | None:
    """In the clear; None for nobody. Never log or cache it."""
    row = unit.session.get(PriorIdentity, no)
    return None if row is None else PriorPerson(row.name or "", row.phone or "")


def map_prior(nos: Collection[int], unit: Unit) -> dict[int, PriorPerson]:
    """The same of several, in one question."""
    rows = unit.session.scalars(select(PriorIdentity).where(PriorIdentity.no.in_(nos)))
    return {row.no: PriorPerson(row.name or "", row.phone or "") for row in rows}


def mask_prior(no: int, unit: Unit) -> dict[str, str]:
    """Masked values by field, as the page shows them without a purpose."""
    person = find_prior(no, unit)
    if person is None:
        return {}
    told = {PersonalField.NAME: person.name, PersonalField.PHONE: person.phone}
    return {field.value: MASKS[field](value) for field, value in told.items() if value}


def select_prior_of_person(name: str, phone: str) -> Select[int]:
    """Those of this exact name and telephone; both match where both are given, none without either."""
    keyring = get_keyring()
    told = {
        PriorIdentity.name_index: index_party(name, keyring),
        PriorIdentity.phone_index: index_phone(phone, keyring),
    }
    conditions = [column == index for column, index in told.items() if index is not None]
    return select(PriorIdentity.no).where(and_(*conditions) if conditions else false())


def select_prior_of_complainant(complaint_id: str, unit: Unit) -> Select[tuple[int, bool, bool]]:
    """Those of the telephone of whoever filed this case: number, whether the name is the same too, and that the telephone is.

    A name alone finds none: many bear it.
    """
    own = unit.session.get(Identity, complaint_id)
    name_index, phone_index = (None, None) if own is None else (own.name_index, own.phone_index)
    name = false() if name_index is None else PriorIdentity.name_index == name_index
    phone = false() if phone_index is None else PriorIdentity.phone_index == phone_index
    return select(PriorIdentity.no, case((name, True), else_=False), true()).where(phone)


def erase_prior(nos: Collection[int], unit: Unit) -> None:
    """Of a table that is taken back nothing stays."""
    unit.session.execute(delete(PriorIdentity).where(PriorIdentity.no.in_(nos)))
