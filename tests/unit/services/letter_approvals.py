"""Letters that another person has to approve, as the tests of approval send, look at and decide them."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.ground.codes import RecusalOutcome, RecusalSubject
from models.ground.errors import DomainError
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.letters.approval_policy import (
    ChangeLetterApproval,
    change_letter_approval,
    list_letter_approvals,
)
from services.letters.approve_letter import DecideLetter, approve_letter
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.list_waiting import list_waiting
from services.letters.submit_letter import submit_letter
from services.letters.waiting_letter import WaitingLetter, WaitingPage, get_waiting
from services.letters.word_letter import WordLetter
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept

CLERK, COLLEAGUE, READER, ADMINISTRATOR = "wen.rusheng", "ying.shoudao", "hui.fangyi", "guan.xitong"
APPROVER, OTHER_APPROVER, DIRECTOR, SUPERVISOR = "heng.gongyun", "cai.youdu", "zong.lanyun", "jian.rujing"
KIND, ROUND, ADDRESS = "acceptance_notice", "round-1", "https://tousu.example.cn/"
FIRST = "云政服受告〔2026〕1号"


def require(office: FullOffice, kind: str = KIND, approval: str = "needed") -> None:
    page = list_letter_approvals(office.unit_of_work(), office.actor(ADMINISTRATOR))
    (line,) = [line for line in page.lines if line.kind.name == kind]
    change = ChangeLetterApproval(kind, approval, "党组会定", str(line.row.id) if line.row else "")
    change_letter_approval(change, office.unit_of_work(), office.actor(ADMINISTRATOR))


def accepted(office: FullOffice, address: str = "203.0.113.7") -> str:
    case = office.file(address=address).complaint_id
    accept(office, case)
    return case


def version(office: FullOffice, case: str, kind: str = KIND, subject: str = ROUND) -> int:
    rows = office.rows(CaseLetter, complaint_id=case, kind=kind, subject=subject)
    return rows[0].version if rows else 0


def words(office: FullOffice, case: str, **said: str) -> WordLetter:
    return WordLetter(case, KIND, ROUND, said, version(office, case))


def submit(office: FullOffice, case: str, by: str = CLERK, **said: str) -> None:
    submit_letter(words(office, case, **said), office.unit_of_work(), office.actor(by))


def freeze(office: FullOffice, case: str) -> str:
    command = FreezeLetter(case, KIND, ROUND, {}, version(office, case), ADDRESS)
    return freeze_letter(command, office.unit_of_work(), office.actor(CLERK))


def look(office: FullOffice, case: str, by: str = APPROVER) -> WaitingPage:
    return get_waiting(WaitingLetter(case, KIND, ROUND, ADDRESS), office.unit_of_work(), office.actor(by))


def decision(case: str, digest: str, reason: str = "") -> DecideLetter:
    return DecideLetter(WaitingLetter(case, KIND, ROUND, ADDRESS), digest, reason)


def approve(office: FullOffice, case: str, by: str = APPROVER) -> CaseLetter:
    command = decision(case, look(office, case, by).digest)
    letter_id = approve_letter(command, office.unit_of_work(), office.actor(by))
    (row,) = office.rows(CaseLetter, id=letter_id)
    assert isinstance(row, CaseLetter)
    return row


def waits_for(office: FullOffice, login: str) -> list[str]:
    lines = list_waiting(office.unit_of_work(), office.actor(login))
    return [line.complaint_id for line in lines]


def recuse(office: FullOffice, case: str, login: str) -> None:
    with office.unit_of_work() as unit:
        asked = RequestRecusal(RecusalSubject.STAFF, login, "有利害关系")
        complaint = unit.session.get_one(Complaint, case)
        request_recusal(asked, complaint, unit, office.actor(CLERK)).outcome = RecusalOutcome.RECUSED


def refusal(office: FullOffice, case: str, by: str) -> str:
    with pytest.raises(DomainError) as refused:
        look(office, case, by)
    return refused.value.code
