"""Words about third persons that a unit does not get: the daughter of a complainant, in his words, a wording and a question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.beside.entrustment import Entrustment
from models.beside.rectification import Rectification
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.sent_sheet import SentSheet
from models.beside.supervision import Supervision
from models.case.matter import Matter
from models.case.unit_mail import UnitMail
from models.ground.errors import InvalidInput
from models.office.unit import OrganisationUnit
from services.actor import SYSTEM
from services.acts.get_act_page import get_act_page
from services.acts.take_act import TakeAct, take_act
from services.beside.entrustment.get_entrustment_sheet import get_entrustment_sheet
from services.beside.entrustment.wording import word_entrustment
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.beside.referral.referral_package import make_referral_package
from services.beside.sheets.settle_leaving import NOT_CHECKED, UNDECIDED, Decided
from services.letters.draft import LetterOf, get_kind, write_draft
from tests.full_office import FullOffice
from tests.let_out import let_out
from tests.unit.services.requests_office import act
from tests.unit.side_requests.joint_case import ask_parts, report
from tests.unit.side_requests.side_case import SideCase, side_case

DAUGHTER, NEIGHBOUR = "林小雨", "赵德柱"
TOLD = f"我女儿{DAUGHTER}在C03窗口被骂哭，邻居{NEIGHBOUR}在场。指南上没有的证明也要。"
STAFF = "任社宝"
QUESTIONS = f"{DAUGHTER}是否到场？{NEIGHBOUR}说了什么？{STAFF}当时说了什么？"
CUT_ALL = Decided({DAUGHTER: None, NEIGHBOUR: None}, is_checked=True)
ENTRUSTED = {
    "kind": "entrusted",
    "to": "X-DSJ",
    "limit_wd": 5,
    "need": "complex",
    "independence": "与双方无隶属关系",
    "scope": f"核对{DAUGHTER}当日的取号记录",
    "hands_data": "yes",
    "data_items": f"{NEIGHBOUR}的询问笔录一份",
    "data_purpose": "只用于查明取号的经过",
    "data_until": "2026-10-30",
    "data_afterwards": "destroyed",
    "confidentiality": "专人保管",
}


@pytest.fixture
def case(office: FullOffice) -> SideCase:
    """A case about how somebody's daughter was treated; matters worded with her name, as a careless person would."""
    case = side_case(office, content=TOLD, wanted=f"请向{DAUGHTER}道歉。", name="简一趟")
    worded = [
        {"wording": f"C03窗口工作人员{STAFF}对办事人之女{DAUGHTER}使用不文明用语"},
        {"wording": "窗口未一次性告知"},
    ]
    act(office, case.complaint_id, "word-matters", "xun.wenshi", matters=worded, is_checked=True)
    return case


def send(case: SideCase, name: str, decided: Decided | None, **answers: object) -> None:
    """By who handles the case; a clerk names the units."""
    by = "wen.rusheng" if name == "designate-unit" else "xun.wenshi"
    command = TakeAct(case.complaint_id, name, answers, decided=decided)
    take_act(command, case.office.unit_of_work(), case.office.actor(by))


def ask(case: SideCase, decided: Decided | None) -> None:
    send(case, "ask-respondent", decided, unit="RS", questions=QUESTIONS)


def read_as_unit(case: SideCase) -> list[str]:
    """The act's page of the unit, the sheet as it is kept, and the notice on paper."""
    office = case.office
    page = get_act_page(
        case.complaint_id, "reply-as-respondent", office.unit_of_work(), office.actor("ren.shebao")
    )
    with case.unit() as (unit, complaint):
        [row] = get_kind("statement_notice").list_subjects(complaint, unit)
        notice = write_draft(complaint, LetterOf(get_kind("statement_notice"), row), unit)
        return [f"{page.data['facts']}{page.data['questions']}", str(notice.pieces)]


def test_what_a_unit_is_asked_names_no_third_person_and_whom_it_is_about(case: SideCase) -> None:
    """SE-15: neither the sheet, nor the questions, nor the notice says who she is; whose act is meant stands."""
    ask(case, CUT_ALL)
    told = read_as_unit(case)
    assert [name for name in (DAUGHTER, NEIGHBOUR) for words in told if name in words] == []
    assert all(STAFF in words and "■是否到场？■说了什么？" in words for words in told)


def test_nothing_leaves_until_somebody_has_looked_and_decided_of_each_mark(case: SideCase) -> None:
    """SE-15: marks are named one by one; what is left standing needs a reason, and what was seen has to be what leaves."""
    for decided, errors in (
        (None, {"third_persons": NOT_CHECKED, "third_persons.0": UNDECIDED, "third_persons.1": UNDECIDED}),
        (Decided(CUT_ALL.reasons), {"third_persons": NOT_CHECKED}),
        (Decided({DAUGHTER: " ", NEIGHBOUR: None}, is_checked=True), {"third_persons.0": "REQUIRED"}),
        (Decided({DAUGHTER: None}, is_checked=True), {"third_persons.1": UNDECIDED}),
        (Decided(CUT_ALL.reasons, is_checked=True, digest="other"), {"third_persons": "CHANGED_MEANWHILE"}),
    ):  # fmt: skip
        with pytest.raises(InvalidInput) as refused:
            ask(case, decided)
        assert refused.value.errors == errors
    assert refused.value.facts["third_persons.1"] == {"words": NEIGHBOUR}
    assert case.office.rows(RespondentRequest, complaint_id=case.complaint_id) == []


def test_who_was_shown_other_words_sends_none_unread(case: SideCase) -> None:
    """SE-15: also where nothing is marked in what would leave now."""
    plain = {"unit": "RS", "questions": "当时说了什么？", "matter_nos": ["2"]}
    with pytest.raises(InvalidInput) as refused:
        send(case, "ask-respondent", Decided({}, is_checked=True, digest="other"), **plain)
    assert refused.value.errors == {"third_persons": "CHANGED_MEANWHILE"}
    assert case.office.rows(RespondentRequest, complaint_id=case.complaint_id) == []
    send(case, "ask-respondent", Decided({}, is_checked=True), **plain)
    assert case.one(SentSheet).left_standing == []


def test_what_stands_with_a_reason_is_read_as_it_left_whatever_is_worded_later(case: SideCase) -> None:
    """SE-15: frozen with its reason; the trail has counts and no words, and a later sending asks again."""
    why = "须核对其当日的取号记录"
    ask(case, Decided({DAUGHTER: why, NEIGHBOUR: None}, is_checked=True))
    kept = case.one(SentSheet)
    assert kept.words == f"{DAUGHTER}是否到场？■说了什么？{STAFF}当时说了什么？"
    assert (kept.left_standing, len(kept.digest)) == ([{"words": DAUGHTER, "reason": why}], 64)
    [told] = case.trail("words.confirmed")
    assert (told["marks"], told["cut"], told["left"]) == (2, 1, 1)
    assert DAUGHTER not in str(told) and why not in str(told)
    with case.unit() as (unit, _):
        row = unit.session.get_one(RespondentRequest, kept.request_id)
        row.questions = "别的问题"
        unit.session.query(Matter).filter_by(complaint_id=case.complaint_id, no=1).one().text = "别的表述"
    assert all(DAUGHTER in words and NEIGHBOUR not in words for words in read_as_unit(case))
    with pytest.raises(InvalidInput):
        send(case, "open-referral", None, unit="RS", note=f"请核对{DAUGHTER}的申请")


def test_what_is_referred_names_no_third_person(case: SideCase) -> None:
    """SE-15: sheet and note of a referral, to a unit of the centre and outside."""
    note = f"请核对{DAUGHTER}（身份证号990101201603071226，微信linxiaoyu_16）的申请"
    decided = Decided({DAUGHTER: None, "linxiaoyu_16": None}, is_checked=True)
    for unit_code in ("RS", "X-DL"):
        send(case, "open-referral", decided, unit=unit_code, note=note)
    with case.unit() as (unit, complaint):
        rows = case.office.rows(Referral, complaint_id=case.complaint_id)
        told = [make_referral_package(row, complaint, unit) for row in rows]
    assert [package.note for package in told] == ["请核对■（身份证号■，微信■）的申请"] * 2
    assert all(DAUGHTER not in package.facts and STAFF in package.facts for package in told)


def test_what_is_ordered_names_no_third_person(case: SideCase) -> None:
    """SE-15: of an order too."""
    basis = "《政务服务中心服务投诉处置规范》（GB/T 36113-2018）7.3"
    answers = {"unit": "RS", "what": f"请向{DAUGHTER}书面致歉", "basis": basis}
    send(case, "order-rectification", Decided({DAUGHTER: None}, is_checked=True), **answers)
    with case.unit() as (unit, complaint):
        row = case.one(Rectification)
        notice = write_draft(complaint, LetterOf(get_kind("rectification_notice"), row.id), unit)
    assert DAUGHTER not in str(notice.pieces)
    assert "请向■书面致歉" in str(notice.pieces)


def test_why_a_case_is_supervised_leaves_as_who_supervises_decided(case: SideCase) -> None:
    """SE-15: the reason in the 督办单; one whose words were not kept is cut, and a missed limit tells of nobody."""
    reason = f"自2026-09-01起未办（见YH-2026-000009）：{DAUGHTER}的母亲三次来电催问，{NEIGHBOUR}也来过"
    supervisor = case.office.actor("jian.rujing")
    command = TakeAct(case.complaint_id, "open-supervision", {"reason": reason})
    with pytest.raises(InvalidInput) as refused:
        take_act(command, case.office.unit_of_work(), supervisor)
    assert set(refused.value.errors) == {"third_persons", "third_persons.0", "third_persons.1"}
    assert case.office.rows(Supervision, complaint_id=case.complaint_id) == []
    decided = Decided({DAUGHTER: "须知道催问的是谁", NEIGHBOUR: None}, is_checked=True)
    take_act(replace(command, decided=decided), case.office.unit_of_work(), supervisor)
    row_id = case.one(Supervision).id
    told = f"自2026-09-01起未办（见YH-2026-000009）：{DAUGHTER}的母亲三次来电催问，■也来过"
    assert told in read_supervision(case, row_id)
    with case.unit() as (unit, _):
        unit.session.get_one(SentSheet, row_id).words = ""
    assert "自2026-09-01起未办（见YH-2026-000009）：■的母亲三次来电催问，■也来过" in read_supervision(
        case, row_id
    )


def read_supervision(case: SideCase, row_id: str) -> str:
    with case.unit() as (unit, complaint):
        return str(write_draft(complaint, LetterOf(get_kind("supervision_sheet"), row_id), unit).pieces)


def test_who_asks_for_parts_decides_once_for_all_units_that_owe_one(case: SideCase) -> None:
    """SE-15: of matters and words beside them; naming a unit alone sends nothing and asks nothing."""
    named = {"lead_unit": "YH-TS", "co_units": ["SW", "MZ"], "reason": f"涉及{DAUGHTER}的两项申请"}
    send(case, "designate-unit", None, **named)
    asked = {**named, "asked": f"请查明{DAUGHTER}的申请是否推送，{NEIGHBOUR}是否在场"}
    with pytest.raises(InvalidInput) as refused:
        send(case, "designate-unit", None, **asked)
    assert set(refused.value.errors) == {"third_persons", "third_persons.0", "third_persons.1"}
    assert case.office.rows(Referral, complaint_id=case.complaint_id) == []
    why = "须按姓名查推送记录"
    decided = Decided({DAUGHTER: why, NEIGHBOUR: None}, is_checked=True)
    send(case, "designate-unit", decided, **asked)
    sheets = case.office.rows(SentSheet, complaint_id=case.complaint_id)
    assert [sheet.words for sheet in sheets] == [f"协办要求：请查明{DAUGHTER}的申请是否推送，■是否在场"] * 2
    assert all(DAUGHTER in sheet.text and NEIGHBOUR not in sheet.text for sheet in sheets)
    assert [sheet.left_standing for sheet in sheets] == [[{"words": DAUGHTER, "reason": why}]] * 2
    [told] = case.trail("words.confirmed")
    assert (told["cut"], told["left"]) == (1, 1)


def test_who_sends_a_part_back_for_more_decides_of_his_reason(case: SideCase) -> None:
    """SE-15: it is another sending; what was let stand for the first holds for nothing else."""
    [part] = ask_parts(case, "SW", matter_nos=["2"])
    report(case, part, "shui.qinglian")
    told = {"part_id": part.id, "reason": f"没有{DAUGHTER}的推送记录"}
    with pytest.raises(InvalidInput) as refused:
        send(case, "return-part", None, **told)
    assert set(refused.value.errors) == {"third_persons", "third_persons.0"}
    send(case, "return-part", Decided({DAUGHTER: None}, is_checked=True), **told)
    again = case.one(Referral, replaces_referral_id=part.id)
    with case.unit() as (unit, complaint):
        package = make_referral_package(again, complaint, unit)
    # Behind it stands until when the part is owed.
    assert package.note.partition("\n")[0] == "协办要求：退回补充：没有■的推送记录"


def read_entrusted(case: SideCase, row_id: str) -> list[str]:
    """The printed sheet and the letter of an entrustment."""
    look = get_entrustment_sheet(row_id, case.office.unit_of_work(), case.office.actor("heng.gongyun"))
    with case.unit() as (unit, complaint):
        letter = write_draft(complaint, LetterOf(get_kind("entrustment_letter"), row_id), unit)
    return [look.hand_out(str), str(letter.pieces)]


def test_what_is_entrusted_leaves_as_its_asker_decided_and_its_approver_reads_what_stands(
    case: SideCase,
) -> None:
    """SE-15: in scope and data, on the sheet, in the letter and by mail; nothing is asked for before he has looked."""
    with case.unit() as (unit, _):
        unit.session.get_one(OrganisationUnit, "X-DSJ").email = "dsj@example.com"
    with pytest.raises(InvalidInput) as refused:
        send(case, "open-entrustment", None, **ENTRUSTED)
    assert set(refused.value.errors) == {"third_persons", "third_persons.0", "third_persons.1"}
    assert case.office.rows(Entrustment, complaint_id=case.complaint_id) == []
    why = "取号记录按姓名保存"
    send(case, "open-entrustment", Decided({DAUGHTER: why, NEIGHBOUR: None}, is_checked=True), **ENTRUSTED)
    row = case.one(Entrustment)
    with case.unit() as (unit, _):
        proposal = word_entrustment(row, unit)
    assert f"送出时保留可能指向他人的“{DAUGHTER}”，理由：{why}" in proposal
    assert "以“■”代替" in proposal
    let_out(case.office, row.id)
    [mail] = case.office.rows(UnitMail, request_id=row.id)
    told = [*read_entrusted(case, row.id), str(mail.words)]
    assert all(f"核对{DAUGHTER}当日的取号记录" in words and "■的询问笔录一份" in words for words in told)
    assert [words for words in told if NEIGHBOUR in words or why in words] == []


def test_an_entrustment_leaves_as_it_was_decided_and_one_of_before_cut(case: SideCase) -> None:
    """SE-15: what was kept is read again whatever is typed later; where nobody was asked, every mark is cut."""
    send(case, "open-entrustment", CUT_ALL, **ENTRUSTED)
    row_id = case.one(Entrustment).id
    let_out(case.office, row_id)
    with case.unit() as (unit, _):
        unit.session.get_one(Entrustment, row_id).scope = f"另外核对{DAUGHTER}的材料"
    assert all("核对■当日的取号记录" in words for words in read_entrusted(case, row_id))
    with case.unit() as (unit, _):
        unit.session.get_one(Entrustment, row_id).leaving = None
    assert all("另外核对■的材料" in words for words in read_entrusted(case, row_id))


def test_where_no_person_sends_every_mark_is_cut(case: SideCase) -> None:
    """SE-15: a referral that a step of the process opens has nobody to ask."""
    with case.unit() as (unit, complaint):
        row = open_referral(OpenReferral("RS", note=f"请核对{DAUGHTER}的申请"), complaint, unit, SYSTEM)
        package = make_referral_package(row, complaint, unit)
    assert package.note == "请核对■的申请"
    assert DAUGHTER not in package.facts
    assert case.trail("words.confirmed") == []
