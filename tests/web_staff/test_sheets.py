"""The sheets that go with what is handed over, and the page where a unit outside answers with their code."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from models.beside.entrustment import Entrustment
from models.beside.referral import Referral
from models.case.file_entry import FileEntry
from models.case.lifecycle import RequestState
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.attempts.rules import HANDOVERS_PER_REFERENCE
from tests.entrusted import NO_DATA
from tests.full_office import CONTENT, FullOffice
from tests.let_out import let_out
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.case_file import read_file
from tests.web.pages import Visitor, text_of
from tests.web_staff.cases import CANARIES, complain_about, file_case
from tests.web_staff.people import BY_ROLE

SignIn = Callable[[str], Visitor]
PRINTS = {"intake", "investigator", "approver", "supervisor"}


@pytest.fixture
def case(office: FullOffice) -> SideCase:
    """Matter 2 transferred to another authority, and an investigation entrusted."""
    personal = {name: value for name, value in CANARIES.items() if name != "file"}
    told = f"{CANARIES['name']}的证明，电话{CANARIES['phone']}。{CONTENT}"
    opened = side_case(office, content=told, **personal)
    asked = {"unit": "X-DL", "needs_result": True, "matter_nos": ["2"]}
    act(office, opened.complaint_id, "open-referral", "wen.rusheng", **asked)
    return opened


def sheet_of(case: SideCase) -> str:
    return f"/cases/{case.complaint_id}/referrals/{case.one(Referral).id}/sheet"


def code_on(page: str) -> str:
    found = re.search(r'class="receipt-code">([0-9A-Z-]{15})<', page)
    assert found, page[-3000:]
    return found[1]


def answer(visitor: Visitor, reference: str, code: str, **fields: str) -> tuple[int, str]:
    visitor.get("/handover")
    page = visitor.post("/handover", {"reference": reference, "receipt_code": code, **fields})
    return page.status_code, page.text


@pytest.mark.parametrize("role", BY_ROLE)
def test_who_may_print_a_referral_sheet(case: SideCase, sign_in: SignIn, role: str) -> None:
    page = sign_in(BY_ROLE[role]).get(sheet_of(case))
    assert page.status_code == (200 if role in PRINTS else 404 if role == "unit_rep" else 403)
    assert (case.number in page.text) is (role in PRINTS)


@pytest.mark.parametrize("role", sorted(PRINTS))
def test_whoever_is_out_of_the_case_prints_nothing(case: SideCase, sign_in: SignIn, role: str) -> None:
    """R45."""
    complain_about(case.office, case.complaint_id, BY_ROLE[role])
    assert sign_in(BY_ROLE[role]).get(sheet_of(case)).status_code == 404
    assert case.office.rows(TrailEvent, kind="referral.sheet_printed") == []


def test_the_sheet_holds_no_identity_and_each_print_is_on_the_trail(
    office: FullOffice, case: SideCase, sign_in: SignIn
) -> None:
    """R109: reference, unit, dates and code; nothing of who complained."""
    clerk = sign_in(BY_ROLE["intake"])
    page = clerk.get(sheet_of(case))
    assert f"{case.number}-R1" in page.text
    assert "云河市东岭区政务服务中心" in page.text
    assert [value for value in CANARIES.values() if value in page.text] == []
    assert code_on(clerk.get(sheet_of(case)).text) == code_on(page.text)
    assert len(office.rows(TrailEvent, kind="referral.sheet_printed")) == 2


def test_an_unknown_sheet_is_not_found(case: SideCase, sign_in: SignIn) -> None:
    address = f"/cases/{case.complaint_id}/referrals/{'0' * 32}/sheet"
    assert sign_in(BY_ROLE["intake"]).get(address).status_code == 404


def test_a_sheet_stands_under_its_own_case_alone(office: FullOffice, case: SideCase, sign_in: SignIn) -> None:
    """SE-21: whatever case stood in the address, the sheet was shown."""
    other = file_case(office).complaint_id
    address = f"/cases/{other}/referrals/{case.one(Referral).id}/sheet"
    assert sign_in(BY_ROLE["intake"]).get(address).status_code == 404
    assert office.rows(TrailEvent, kind="referral.sheet_printed") == []


def test_a_unit_outside_signs_and_gives_the_result_with_the_code_of_its_sheet(
    app: Flask, case: SideCase, sign_in: SignIn
) -> None:
    """R35: signed for, then the result; no page of it tells anything of the case."""
    code = code_on(sign_in(BY_ROLE["intake"]).get(sheet_of(case)).text)
    unit = Visitor(app, address="192.0.2.5")
    reference = f"{case.number}-R1"
    status, page = answer(unit, reference, code.lower(), answer="signed")
    assert status == 200
    assert "回执已收到" in page
    status, page = answer(unit, reference, code, answer="result", text="已公布顶岗表")
    assert status == 200
    assert case.one(Referral).state is RequestState.ANSWERED
    assert [value for value in CANARIES.values() if value in page] == []
    assert code not in page


def test_faults_of_an_answer_are_marked_and_what_was_typed_stays_but_the_code(
    app: Flask, case: SideCase, sign_in: SignIn
) -> None:
    code = code_on(sign_in(BY_ROLE["intake"]).get(sheet_of(case)).text)
    unit = Visitor(app, address="192.0.2.5")
    status, page = answer(unit, f"{case.number}-R1", code, answer="objected", text="")
    assert status == 422
    assert 'href="#text"' in page
    status, page = answer(unit, f"{case.number}-R1", code, text="没有选择")
    assert status == 422
    assert 'href="#answer"' in page
    assert "没有选择</textarea>" in page
    assert code not in page


def test_wrong_code_and_wrong_reference_look_alike_and_guessing_ends(app: Flask, case: SideCase) -> None:
    unit = Visitor(app, address="192.0.2.5")
    wrong_code = answer(unit, f"{case.number}-R1", "00000-0000-0000", answer="signed")
    wrong_reference = answer(unit, f"{case.number}-R7", "00000-0000-0000", answer="signed")
    assert wrong_code[0] == wrong_reference[0] == 404
    assert "R1" in wrong_code[1], "what was typed stays"
    for _ in range(HANDOVERS_PER_REFERENCE.limit - 1):
        answer(unit, f"{case.number}-R1", "00000-0000-0000", answer="signed")
    assert answer(unit, f"{case.number}-R1", "00000-0000-0000", answer="signed")[0] == 429


def test_the_body_entrusted_reports_with_its_own_code(
    app: Flask, office: FullOffice, case: SideCase, sign_in: SignIn
) -> None:
    """The sheet says what is asked and until when."""
    act(
        office,
        case.complaint_id,
        "open-entrustment",
        "xun.wenshi",
        kind="appraisal",
        to="X-DL",
        scope=f"鉴定{CANARIES['name']}提交的材料",
        limit_wd=10,
        **NO_DATA,
    )
    row = office.rows(Entrustment)[0]
    let_out(office, row.id)
    page = sign_in("xun.wenshi").get(f"/cases/{case.complaint_id}/entrustments/{row.id}/sheet")
    assert page.status_code == 200
    assert "提交的材料" in page.text
    assert CANARIES["name"] not in page.text
    unit = Visitor(app, address="192.0.2.6")
    code = code_on(page.text)
    assert answer(unit, f"{case.number}-W1", code, answer="signed")[0] == 422
    empty = answer(unit, f"{case.number}-W1", code, answer="report")
    assert empty[0] == 422
    assert '<a href="#text">' in empty[1]
    assert answer(unit, f"{case.number}-W1", code, answer="report", text="材料真实")[0] == 200
    assert office.rows(Entrustment)[0].state is RequestState.ANSWERED
    assert "材料真实" in text_of(read_file(sign_in("xun.wenshi"), case.complaint_id))


@pytest.mark.parametrize("kind", ["objected", "result"])
def test_an_answer_without_its_words_marks_the_field(
    app: Flask, case: SideCase, sign_in: SignIn, kind: str
) -> None:
    code = code_on(sign_in(BY_ROLE["intake"]).get(sheet_of(case)).text)
    status, page = answer(Visitor(app, address="192.0.2.5"), f"{case.number}-R1", code, answer=kind)
    assert status == 422
    assert '<a href="#text">' in page


@pytest.mark.parametrize("kind", ["signed", "objected", "result"])
def test_an_answer_sent_again_is_answered_as_before_and_counts_once(
    app: Flask, case: SideCase, sign_in: SignIn, kind: str
) -> None:
    """R18: awaited or early, nothing more is on file, on the trail or told to the engine."""
    code = code_on(sign_in(BY_ROLE["intake"]).get(sheet_of(case)).text)
    unit = Visitor(app, address="192.0.2.5")
    unit.get("/handover")
    sent = {"reference": f"{case.number}-R1", "receipt_code": code, "answer": kind, "text": "不属本区"}
    sent["submission_id"] = unit.submission_id
    first = unit.post("/handover", sent)
    before = [len(case.office.rows(table)) for table in (FileEntry, OutboxRow, TrailEvent)]
    again = unit.post("/handover", sent)
    assert (first.status_code, again.status_code) == (200, 200)
    assert text_of(again) == text_of(first)
    assert [len(case.office.rows(table)) for table in (FileEntry, OutboxRow, TrailEvent)] == before


def test_a_second_answer_of_another_page_is_kept_beside_the_first(
    app: Flask, office: FullOffice, case: SideCase, sign_in: SignIn
) -> None:
    """Other words from the same page are refused once and taken with the next."""
    code = code_on(sign_in(BY_ROLE["intake"]).get(sheet_of(case)).text)
    unit = Visitor(app, address="192.0.2.5")
    unit.get("/handover")
    sent = {"reference": f"{case.number}-R1", "receipt_code": code, "answer": "result", "text": "初步意见"}
    sent["submission_id"] = unit.submission_id
    assert unit.post("/handover", sent).status_code == 200
    other = unit.post("/handover", sent | {"text": "补充意见"})
    assert other.status_code == 422
    assert "补充意见</textarea>" in other.text
    sent["submission_id"] = unit.submission_id
    assert unit.post("/handover", sent | {"text": "补充意见"}).status_code == 200
    assert [entry.text for entry in office.rows(FileEntry)] == ["初步意见", "补充意见"]
