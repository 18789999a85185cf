"""Act `record-contact`: a call, message, letter or talk with the complainant that was made or tried."""

from datetime import datetime

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.clock.legal_time import parse_moment
from models.ground.codes import Role
from models.ground.ways import ContactOutcome, Way
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.case.record_contact import Contact, record_contact
from services.forms.task_case import Answers, text_of
from services.identity.known_ways import find_known_ways
from services.tasks.extract import Extract

NAMES = {
    Way.PHONE: "电话",
    Way.SMS: "短信",
    Way.EMAIL: "电子邮件",
    Way.LETTER: "信函",
    Way.PLATFORM: "来件平台的账号",
}
NONE_KNOWN = "没有留下联系方式"


def context(case: ActCase) -> Answers:
    """The ways that are on file, without the numbers and addresses themselves."""
    known = find_known_ways(case.complaint, case.unit)
    return {"known_ways": "、".join(name for way, name in NAMES.items() if way in known) or NONE_KNOWN}


def why_not(case: ActCase) -> str | None:
    """CONTACT_AFTER_THE_ARCHIVE: what is said after the archive is noted as an entry."""
    return "CONTACT_AFTER_THE_ARCHIVE" if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Record it; the first contact meets its limit, also one tried in vain."""
    contact = Contact(
        text=text_of(answers, "text"),
        ways=(Way(text_of(answers, "way")),),
        outcome=ContactOutcome(text_of(answers, "outcome")),
        happened_at=_moment_of(answers),
    )
    return {"entry_id": record_contact(contact, case.complaint, case.unit, case.actor).id}


def _moment_of(answers: Answers) -> datetime | None:
    told = text_of(answers, "contacted_at")
    return parse_moment(told) if told else None


ACT = Act(
    form=ActId.RECORD_CONTACT,
    page_order=5,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset({"way", "contacted_at", "outcome", "text"}),
    required=frozenset({"way", "outcome", "text"}),
    extract=(Extract.REACHING, Extract.TOLD, Extract.CLAIMS, Extract.ASKED),
    context=context,
    why_not=why_not,
    apply=apply,
)
