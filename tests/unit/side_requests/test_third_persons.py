"""Words about third persons that a unit does not get: the daughter of a complainant, in his words, a wording and a question."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.beside.sent_sheet import SentSheet
from services.acts.get_act_page import get_act_page
from services.beside.referral.referral_package import make_referral_package
from services.letters.draft import LetterOf, get_kind, write_draft
from tests.full_office import FullOffice
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase, side_case

DAUGHTER, NEIGHBOUR = "林小雨", "赵德柱"
TOLD = f"我女儿{DAUGHTER}在C03窗口被骂哭，邻居{NEIGHBOUR}在场。指南上没有的证明也要。"
STAFF = "任社宝"


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


def test_what_a_unit_is_asked_names_no_third_person_and_whom_it_is_about(case: SideCase) -> None:
    """SE-15: neither the sheet, nor the questions, nor the notice says who she is; whose act is meant stands."""
    asked = f"{DAUGHTER}是否到场？{NEIGHBOUR}说了什么？{STAFF}当时说了什么？"
    act(case.office, case.complaint_id, "ask-respondent", "xun.wenshi", unit="RS", questions=asked)
    page = get_act_page(
        case.complaint_id, "reply-as-respondent", case.office.unit_of_work(), case.office.actor("ren.shebao")
    )
    assert page.data["questions"] == f"■是否到场？■说了什么？{STAFF}当时说了什么？"
    with case.unit() as (unit, complaint):
        [row] = get_kind("statement_notice").list_subjects(complaint, unit)
        notice = write_draft(complaint, LetterOf(get_kind("statement_notice"), row), unit)
        told = [str(page.data), case.one(SentSheet).text, str(notice.pieces)]
    assert [name for name in (DAUGHTER, NEIGHBOUR) for words in told if name in words] == []
    assert all(STAFF in words for words in told)


def test_what_is_referred_names_no_third_person(case: SideCase) -> None:
    """SE-15: sheet and note of a referral, to a unit of the centre and outside."""
    note = f"请核对{DAUGHTER}（身份证号990101201603071226，微信linxiaoyu_16）的申请"
    for unit_code in ("RS", "X-DL"):
        act(case.office, case.complaint_id, "open-referral", "xun.wenshi", unit=unit_code, note=note)
    with case.unit() as (unit, complaint):
        rows = case.office.rows(Referral, complaint_id=case.complaint_id)
        told = [make_referral_package(row, complaint, unit) for row in rows]
    assert [package.note for package in told] == ["请核对■（身份证号■，微信■）的申请"] * 2
    assert all(DAUGHTER not in package.facts and STAFF in package.facts for package in told)
