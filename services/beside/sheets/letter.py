"""The sheet as a unit reads it: matters, who complained where that may be told, basis, limit, whom to ask. No page texts."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.office.centre import Centre
from services.beside.sheets.facts_sheet import FactsSheet, facts_text
from services.office.people_names import map_people_names
from services.unit_of_work import Unit

STANDARD = "《政务服务中心服务投诉处置规范》（GB/T 36113-2018）"
# By the name of the kind of request: on what it rests, and what its limit is for.
BASIS = {
    "respondent": f"{STANDARD}7.2",
    "referral": f"{STANDARD}7.1",
    "rectification": f"{STANDARD}7.3",
    "supervision": f"{STANDARD}7.3；本中心投诉办理时限",
}
DUE = {
    "respondent": "说明期限",
    "referral": "签收期限",
    "rectification": "整改期限",
    "supervision": "说明期限",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A sheet for a kind of request; `name` is of the complainant, where it is told, `due` the moment of the limit.

    `basis` is what somebody chose it to rest on; None: what such a sheet always rests on.
    """

    kind: str
    facts: FactsSheet
    name: str | None
    due: str | None
    basis: str | None = None


def letter_text(letter: Letter, contact: str) -> str:
    """The words of the sheet."""
    facts = letter.facts
    lines = [f"投诉编号：{facts.number}", "反映事项：", facts_text(facts)]
    by_what = "经本人同意告知" if facts.by_consent else "经批准告知，不得扩散"
    if letter.name:
        lines.append(f"投诉人（{by_what}）：{letter.name}")
    if facts.handling_numbers:
        lines.append(f"办件编号（{by_what}）：{'、'.join(facts.handling_numbers)}")
    lines.append(f"依据：{letter.basis or BASIS[letter.kind]}")
    if letter.due:
        lines.append(f"{DUE[letter.kind]}：{letter.due}")
    lines.append(f"联系人：{contact}")
    return "\n".join(lines)


def whom_to_ask(complaint: Complaint, sender: str, unit: Unit) -> str:
    """The handler, else who sends, with the telephone of the centre."""
    centre = unit.session.scalars(select(Centre)).one()
    login = complaint.handler_id or sender
    name = map_people_names(unit, logins=[login]).get(login)
    phone = centre.contact.get("complaint_phone")
    return " ".join(part for part in (centre.name, name, str(phone) if phone else None) if part)
