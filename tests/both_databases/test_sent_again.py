"""Two sendings of one form at the same moment are one, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.beside.referral import Referral
from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind
from models.ledger.submission import Submission
from models.ledger.trail_event import TrailEvent
from services.actor import citizen
from services.acts.answer_from_outside import AnswerFromOutside, HandoverAnswer, answer_from_outside
from services.acts.take_act import TakeAct, take_act
from services.beside.referral.get_referral_sheet import get_referral_sheet
from services.beside.withdrawal.ask_to_withdraw import AskToWithdraw, ask_to_withdraw
from services.case.record_entry import RecordEntry, record_entry
from services.filing.new_case import FiledComplaint
from tests.both_databases.at_once import at_once
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept
from tests.unit.services.requests_office import act

PAGE = "1" * 32
VISITOR = citizen("203.0.113.9")
Send = Callable[[], object]


def entry(office: FullOffice, filed: FiledComplaint) -> Send:
    command = RecordEntry(filed.complaint_id, FileEntryKind.NOTE, "记一笔", (), PAGE)
    return lambda: record_entry(command, office.unit_of_work(), office.actor("wen.rusheng"))


def an_act(office: FullOffice, filed: FiledComplaint) -> Send:
    command = TakeAct(filed.complaint_id, "request-supplement", {"items": "收据"}, PAGE)
    return lambda: take_act(command, office.unit_of_work(), office.actor("wen.rusheng"))


def wish(office: FullOffice, filed: FiledComplaint) -> Send:
    command = AskToWithdraw(filed.number, filed.query_code, "问题已解决", PAGE)
    return lambda: ask_to_withdraw(command, office.unit_of_work(), VISITOR)


def early_result(office: FullOffice, filed: FiledComplaint) -> Send:
    accept(office, filed.complaint_id)
    asked = {"unit": "X-DL", "needs_result": True, "matter_nos": ["2"]}
    act(office, filed.complaint_id, "open-referral", "wen.rusheng", **asked)
    referral = office.rows(Referral)[0].id
    look = get_referral_sheet(referral, office.unit_of_work(), office.actor("wen.rusheng"))
    sheet = look.hand_out(lambda shown: shown)
    command = AnswerFromOutside(
        f"{filed.number}-R1", str(sheet.receipt_code), HandoverAnswer.RESULT, "尚未签收", PAGE
    )
    return lambda: answer_from_outside(command, office.unit_of_work(), VISITOR)


@pytest.mark.parametrize(
    ("door", "table"),
    [(entry, FileEntry), (an_act, SupplementRequest), (wish, Withdrawal), (early_result, FileEntry)],
    ids=["entry", "act", "withdraw", "handover"],
)
def test_two_sendings_at_once_are_one(
    office: FullOffice, door: Callable[[FullOffice, FiledComplaint], Send], table: type
) -> None:
    """R18: both get the answer of the one that came first."""
    send = door(office, office.file())
    before = len(office.rows(TrailEvent))
    first, second = at_once(2, send)
    assert first == second
    written = len(office.rows(TrailEvent)) - before
    assert send() == first
    assert len(office.rows(TrailEvent)) - before == written
    assert len(office.rows(table)) == 1


def test_two_filings_at_once_are_one_case(office: FullOffice) -> None:
    """R18: a double click before the first answer."""
    first, second = at_once(2, lambda: office.file(submission_id=PAGE))
    assert first == second
    assert len(office.rows(Complaint)) == 1


def test_what_is_kept_of_a_sending_tells_nothing_of_its_words(office: FullOffice) -> None:
    filed = office.file()
    wish(office, filed)()
    (row,) = office.rows(Submission, door="withdraw")
    assert row.complaint_id == filed.complaint_id
    assert row.answer == {"withdrawal_id": office.rows(Withdrawal)[0].id}
    assert {len(row.key_hmac), len(row.said_hmac)} == {64}
    assert PAGE not in row.key_hmac
