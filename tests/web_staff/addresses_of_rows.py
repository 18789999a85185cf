"""Addresses with the rows of a furnished office in them, for every route that is read and has a row there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bpmn.names import ActId, FormId
from models.beside.entrustment import Entrustment
from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.assessment_codes import ProcessingActivity
from models.ground.codes import Category
from models.office.measure import Measure
from models.office.privacy_notice import PrivacyNotice
from models.office.study import Study
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.kinds import KINDS
from tests.full_office import FullOffice
from tests.web_staff.furnished_case import UNIT, FurnishedCase
from tests.web_staff.office_task_rows import ITEM, add_tasks_of_the_office
from tests.web_staff.people import BY_ROLE

# One that is frozen, and one that may still be worded.
FROZEN, DRAFT = "entrustment_letter", "referral_sheet"
HOST = "https://tousu.example.cn/"
CLERK = "wen.rusheng"
# What is called the same wherever it stands.
NAMED: Mapping[str, str] = {
    "<process_id>": "intake",
    "<login>": "ying.xiaoyu",
    "<any(units,windows,items):noun>": "units",
    "<code>": UNIT,
    "<unit_code>": UNIT,
    "<item>": ITEM,
    "<version>": "2026-07",
    "<category>": Category.BAD_ATTITUDE.value,
    "<activity>": ProcessingActivity.EMAIL.value,
    "<act>": ActId.RECORD_CONTACT.value,
}

# Where a name means something else than elsewhere, or the page asks for more than its address.
SPECIAL: Mapping[str, str] = {
    "/administration/letter-texts/<kind>/<block>": "/administration/letter-texts/acceptance_notice/limits",
    "/administration/alert-mail/<login>": f"/administration/alert-mail/{BY_ROLE['supervisor']}",
    "/administration/calendar/day": "/administration/calendar/day?day=2026-09-16&kind=local_closure&reason=停电",
    "/cases/<complaint_id>/letters/<kind>/<subject>/pages/<int:number>": (
        "/cases/<complaint_id>/letters/<kind>/<subject>/pages/1"
    ),
    "/progress/code.svg": "/progress/code.svg?number=<number>",
}


def addresses_of_rows(office: FullOffice, case: FurnishedCase, rules: Iterable[str]) -> dict[str, str]:
    """By rule; without those into which no row of the office can be put."""
    add_tasks_of_the_office(office)
    known = {**NAMED, **_keys(office, case)}
    command = FreezeLetter(case.complaint_id, FROZEN, _subject(office, case, FROZEN), {}, 0, HOST)
    known["<letter_id>"] = freeze_letter(command, office.unit_of_work(), office.actor(CLERK))
    known["<subject>"] = _subject(office, case, DRAFT)
    addresses = {}
    for rule in rules:
        address = SPECIAL.get(rule, rule).replace("<kind>", DRAFT)
        for name, value in known.items():
            address = address.replace(name, value)
        addresses[rule] = address
    return {rule: address for rule, address in addresses.items() if "<" not in address}


def _keys(office: FullOffice, case: FurnishedCase) -> dict[str, str]:
    """Ids by the name that a route gives them."""
    of_case = {"complaint_id": case.complaint_id}
    tables = {
        "<evidence_id>": (Evidence, of_case),
        "<referral_id>": (Referral, of_case),
        "<entrustment_id>": (Entrustment, of_case),
        "<study_id>": (Study, {}),
        "<measure_id>": (Measure, {}),
        "<policy_id>": (TimeLimitPolicy, {}),
        "<notice_id>": (PrivacyNotice, {}),
    }
    found = {name: str(office.rows(table, **where)[0].id) for name, (table, where) in tables.items()}
    return {
        **found,
        "<complaint_id>": case.complaint_id,
        "<number>": case.number,
        "<user_task_key>": case.tasks[FormId.DECIDE_ACCEPTANCE],
    }


def _subject(office: FullOffice, case: FurnishedCase, kind: str) -> str:
    with office.unit_of_work().reading() as unit:
        return KINDS[kind].list_subjects(unit.session.get_one(Complaint, case.complaint_id), unit)[0]
