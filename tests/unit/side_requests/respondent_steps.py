"""What respondents and the office do with a sheet, a told finding, an objection and a note, in the tests of their rights."""

from __future__ import annotations

from models.beside.objection import Objection
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.identity_consent import IdentityConsent
from services.beside.respondent.reply import Reply
from services.rights.decide_objection import (
    DecideObjection,
    decide_objection,
)
from services.rights.object_to_finding import ObjectToFinding, object_to_finding
from services.rights.own_part import ReplyToSheet, read_own_part, reply_to_sheet
from services.rights.support_note import IssueNote, issue_note
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.told_case import (
    INVESTIGATOR,
    PERSON,
)

CLERK, SUPERVISOR = "wen.rusheng", "jian.rujing"
NOTE = "经依法调查，上述事项不属实。特此说明。"


def ask(case: SideCase, *matters: str, person: str = PERSON, unit: str = "RS") -> str:
    given = {"unit": unit, "person": person, "questions": "请说明当时的答复", "matter_nos": list(matters)}
    taken = act(case.office, case.complaint_id, "ask-respondent", INVESTIGATOR, **given)
    return taken.references["respondent_request_id"]


def reply_as(case: SideCase, login: str, request_id: str, said: Reply) -> None:
    reply_to_sheet(ReplyToSheet(request_id, said), case.office.unit_of_work(), case.office.actor(login))


def own_part(case: SideCase, login: str):  # type: ignore[no-untyped-def]  # an OwnPart
    return read_own_part(case.office.unit_of_work(), case.office.actor(login))


def object_as(case: SideCase, login: str, row: ToldFinding, reason: str = "录像另有角度") -> None:
    object_to_finding(ObjectToFinding(row.id, reason), case.office.unit_of_work(), case.office.actor(login))


def decide(case: SideCase, login: str, *, is_upheld: bool, reason: str = "理由成立") -> None:
    command = DecideObjection(case.one(Objection).id, is_upheld, reason)
    decide_objection(command, case.office.unit_of_work(), case.office.actor(login))


def issue(case: SideCase, row: ToldFinding, login: str = SUPERVISOR, text: str = NOTE) -> None:
    issue_note(IssueNote(row.id, text), case.office.unit_of_work(), case.office.actor(login))


def set_level(case: SideCase, level: int) -> None:
    with case.unit() as (unit, complaint):
        unit.session.get_one(Complaint, complaint.id).disclosure_level = level
        unit.session.add(
            IdentityConsent(
                id="c" * 32,
                complaint_id=complaint.id,
                text="同意告知",
                recorded_by=CLERK,
                recorded_at=unit.clock.now(),
            )
        )
