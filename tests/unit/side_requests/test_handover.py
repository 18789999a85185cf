"""A unit outside answers with reference and receipt code; early and late answers are on file and move nothing."""

from __future__ import annotations

import pytest

from models.beside.entrustment import Entrustment
from models.beside.referral import Referral
from models.case.file_entry import FileEntry
from models.case.lifecycle import RequestState
from models.ground.codes import EntrustmentKind, ReferralRole
from models.ground.errors import InvalidInput, NotFound, RuleRefused
from services.actor import citizen
from services.acts.answer_from_outside import (
    AnswerFromOutside,
    HandoverAnswer,
    TakenAnswer,
    answer_from_outside,
)
from services.beside.entrustment.get_entrustment_sheet import get_entrustment_sheet
from services.beside.entrustment.open_entrustment import OpenEntrustment, open_entrustment
from services.beside.referral.arbitrate import Arbitrate, Arbitration, arbitrate
from services.beside.referral.get_referral_sheet import get_referral_sheet
from services.beside.referral.open_referral import OpenReferral, open_referral
from tests.let_out import let_out
from tests.provisions import left
from tests.unit.side_requests.side_case import SideCase


@pytest.fixture
def code(case: SideCase) -> str:
    """The code on the printed sheet of a transfer of matter 2 to X-DL, which owes a result."""
    command = OpenReferral("X-DL", (2,), ReferralRole.TRANSFER, needs_result=True)
    referral_id = str(case.do("wen.rusheng", lambda c, u, a: open_referral(command, c, u, a)))
    return print_sheet(case, referral_id)


def print_sheet(case: SideCase, referral_id: str) -> str:
    actor = case.office.actor("wen.rusheng")
    look = get_referral_sheet(referral_id, case.office.unit_of_work(), actor)
    sheet = look.hand_out(lambda shown: shown)
    assert sheet.receipt_code is not None
    return sheet.receipt_code


def answer(case: SideCase, code: str, kind: str, *said: str, reference: str = "R1") -> TakenAnswer:
    command = AnswerFromOutside(f"{case.number}-{reference}", code, HandoverAnswer(kind), *said)
    return answer_from_outside(command, case.office.unit_of_work(), citizen("203.0.113.9"))


def test_signature_and_result_move_their_own_tokens(case: SideCase, code: str) -> None:
    """W5: signed, then the result; each is one message keyed by the referral."""
    assert answer(case, code, "signed").was_awaited
    row = case.one(Referral)
    assert (row.signed_by, row.state) == ("unit:X-DL", RequestState.OPEN)
    signed = case.messages("complaint.referral-signed")
    assert [message["correlation_key"] for message in signed] == [row.id]
    assert signed[0]["variables"] == {"needs_result": True, "result_clock_id": row.result_clock_id}
    assert answer(case, code, "result", "已公布顶岗表").was_awaited
    row = case.one(Referral)
    assert (row.state, row.result_text, row.result_by) == (
        RequestState.ANSWERED,
        "已公布顶岗表",
        "unit:X-DL",
    )
    assert len(case.messages("complaint.referral-result-received")) == 1


def test_code_is_read_as_people_write_it(case: SideCase, code: str) -> None:
    """Small letters and missing dashes do not matter."""
    assert answer(case, code.lower().replace("-", " "), "signed").was_awaited


def test_printing_again_shows_the_same_code(case: SideCase, code: str) -> None:
    """A lost sheet is printed again; both prints are on the trail."""
    assert print_sheet(case, case.one(Referral).id) == code
    assert len(case.trail("referral.sheet_printed")) == 2


@pytest.mark.parametrize("reference", ["R1", "R9", "W1", "nonsense"])
def test_wrong_code_and_wrong_reference_have_one_answer(case: SideCase, code: str, reference: str) -> None:
    """E2: nobody learns which of the two was wrong."""
    wrong = "00000-0000-0000" if reference == "R1" else code
    with pytest.raises(NotFound):
        answer(case, wrong, "signed", reference=reference)
    assert case.one(Referral).signed_at is None


def test_guessing_is_limited(case: SideCase, code: str) -> None:
    """E2: ten tries an hour for one reference."""
    for _ in range(10):
        with pytest.raises(NotFound):
            answer(case, "00000-0000-0000", "signed")
    with pytest.raises(RuleRefused) as refused:
        answer(case, "00000-0000-0000", "signed")
    assert refused.value.code == "RATE_LIMITED"
    assert answer(case, code, "signed").was_awaited, "the right code is never refused"


def test_the_right_code_is_no_guess(case: SideCase, code: str) -> None:
    """A unit that answers often, or sends the same form again, is not taken for one that guesses."""
    for _ in range(9):
        with pytest.raises(NotFound):
            answer(case, "00000-0000-0000", "signed")
    for _ in range(3):
        assert answer(case, code, "result", "尚未签收", "1" * 32) == TakenAnswer(f"{case.number}-R1", False)
    assert answer(case, code, "signed").was_awaited


def test_answers_of_one_case_are_limited(case: SideCase, code: str) -> None:
    """Twenty an hour, whoever has the code; a form sent again is none."""
    for no in range(20):
        answer(case, code, "result", "尚未签收", f"{no:032}")
    with pytest.raises(RuleRefused) as refused:
        answer(case, code, "result", "再说一次", f"{20:032}")
    assert refused.value.code == "RATE_LIMITED"
    answer(case, code, "result", "尚未签收", f"{0:032}")
    assert len(case.office.rows(FileEntry, complaint_id=case.complaint_id)) == 20


def test_early_and_late_results_are_on_file_and_move_nothing(case: SideCase, code: str) -> None:
    """A result before the signature is early, one after the result is late."""
    assert not answer(case, code, "result", "尚未签收").was_awaited
    assert case.one(Referral).result_text is None
    answer(case, code, "signed")
    assert not answer(case, code, "signed").was_awaited
    answer(case, code, "result", "结果")
    assert not answer(case, code, "result", "补充一句").was_awaited
    assert case.one(Referral).result_text == "结果"
    entries = case.office.rows(FileEntry, complaint_id=case.complaint_id)
    assert [(entry.by, entry.text) for entry in entries] == [
        ("unit:X-DL", "尚未签收"),
        ("unit:X-DL", "补充一句"),
    ]
    assert len(case.messages("complaint.referral-result-received")) == 1
    assert len(case.messages("complaint.referral-signed")) == 1


def test_objection_of_a_unit_outside_is_one_and_reasoned(case: SideCase, code: str) -> None:
    """S020: with a reason, in the window, before the signature."""
    with pytest.raises(InvalidInput):
        answer(case, code, "objected")
    assert answer(case, code, "objected", "系许可审批").was_awaited
    assert len(case.messages("complaint.referral-objected")) == 1
    with pytest.raises(RuleRefused) as refused:
        answer(case, code, "objected", "再次")
    assert refused.value.code == "OBJECTION_USED"
    assert not answer(case, code, "signed").was_awaited


def test_sheet_of_the_earlier_unit_opens_nothing(case: SideCase, code: str) -> None:
    """After another unit was named, only its own sheet answers."""
    answer(case, code, "objected", "不属本区")
    row_id = case.one(Referral).id
    command = Arbitrate(Arbitration.OTHER_UNIT, "改由县级", "X-NP")
    case.do("heng.gongyun", lambda c, u, a: arbitrate(u.session.get_one(Referral, row_id), command, u, a))
    with pytest.raises(NotFound):
        answer(case, code, "signed")
    assert answer(case, print_sheet(case, row_id), "signed").was_awaited
    assert case.one(Referral).signed_by == "unit:X-NP"
    units = [name for name, way, _ in left(case.office, case.complaint_id) if way == "sheet"]
    assert len(set(units)) == len(units) == 2, "both units got it"


def test_report_answers_an_entrustment_only(case: SideCase, code: str) -> None:
    """`-W1` is an entrustment, `-R1` a referral."""
    command = OpenEntrustment(EntrustmentKind.ENTRUSTED, "X-DSJ", "固定日志")
    entrustment_id = str(case.do("heng.gongyun", lambda c, u, a: open_entrustment(command, c, u, a)))
    let_out(case.office, entrustment_id)
    actor = case.office.actor("heng.gongyun")
    look = get_entrustment_sheet(entrustment_id, case.office.unit_of_work(), actor)
    sheet = look.hand_out(lambda shown: shown)
    assert (sheet.reference, sheet.unit_name) == (f"{case.number}-W1", "云河市大数据中心")
    assert sheet.receipt_code is not None
    with pytest.raises(InvalidInput):
        answer(case, sheet.receipt_code, "signed", reference="W1")
    with pytest.raises(InvalidInput):
        answer(case, code, "report", "报告")
    assert answer(case, sheet.receipt_code, "report", "写库失败", reference="W1").was_awaited
    assert case.one(Entrustment).reported_by == "unit:X-DSJ"
