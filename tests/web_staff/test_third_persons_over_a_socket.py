"""Somebody's daughter in a wish, a wording and a question, as the real web server tells the unit, and whoever sends decides."""

from __future__ import annotations

import re
from itertools import count

import pytest

from models.beside.entrustment import Entrustment
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.sent_sheet import SentSheet
from models.case.designation import Designation
from models.ground.codes import CaseRole
from tests.entrusted import NO_DATA
from tests.let_out import let_out
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase, side_case

HANDLER, UNIT = "xun.wenshi", "ren.shebao"
DAUGHTER, WHY = "林小雨", "须核对其当日的取号记录"
TOLD = f"我女儿{DAUGHTER}在C03窗口被骂哭。指南上没有的证明也要。"
QUESTIONS = f"{DAUGHTER}是否到场？当时说了什么？"
_addresses = count(1)


@pytest.fixture
def case(served_office: ServedOffice) -> SideCase:
    case = side_case(
        served_office.office,
        address=f"third-{next(_addresses)}",
        content=TOLD,
        wanted=f"请向我女儿{DAUGHTER}道歉。",
    )
    worded = [
        {"wording": f"窗口工作人员对办事人之女{DAUGHTER}使用不文明用语"},
        {"wording": "窗口多要一份证明"},
    ]
    act(served_office.office, case.complaint_id, "word-matters", HANDLER, matters=worded, is_checked=True)
    return case


def fill_in(served: ServedOffice, case: SideCase) -> tuple[object, str]:
    """The form is sent as its script does; the visitor and where it leads."""
    handler = served.visitor(HANDLER)
    place = f"/cases/{case.complaint_id}/acts/ask-respondent"
    handler.get(place)
    headers = {"X-CSRF-Token": handler.token, "Accept": "application/json"}
    answers = {"unit": "RS", "questions": QUESTIONS, "matter_nos": ["1"]}
    # As the page has it in its address.
    params = {"submission_id": f"ask-{case.complaint_id}"}
    sent = handler.client.post(place, params=params, json={"answers": answers}, headers=headers)
    assert sent.status_code == 200, sent.text
    return handler, sent.json()["location"]


def read_as_unit(served: ServedOffice, case: SideCase) -> str:
    """Every page of the unit about the case, and what its API tells."""
    visitor = served.visitor(UNIT)
    places = (
        "/unit-cases",
        f"/cases/{case.complaint_id}/acts/reply-as-respondent",
        f"/api/v1/cases/{case.complaint_id}/acts/reply-as-respondent",
    )
    pages = [visitor.get(place) for place in places]
    assert [page.status_code for page in pages] == [200, 200, 200]
    # Other tests leave their own cases in the list of the unit.
    [row] = [part for part in pages[0].text.split("<tr>") if case.number in part]
    told = [row, *(page.text for page in pages[1:])]
    # Forms are JSON in the page, with escapes.
    return "".join(re.sub(r"\\u([0-9a-f]{4})", lambda char: chr(int(char[1], 16)), text) for text in told)


def test_a_daughter_reaches_no_unit_until_somebody_lets_her_name_stand_with_a_reason(
    served_office: ServedOffice, case: SideCase
) -> None:
    """SE-15: shown word for word before it is sent, refused unchecked with nothing lost, and read by the unit as decided."""
    handler, place = fill_in(served_office, case)
    assert case.office.rows(RespondentRequest, complaint_id=case.complaint_id) == []
    page = handler.get(place)
    assert page.status_code == 200
    assert f"<mark>{DAUGHTER}</mark>是否到场？当时说了什么？" in page.text
    assert "将发给云河市人力资源和社会保障局（驻厅）的内容" in page.text
    [seen] = re.findall(r'name="seen" value="(\w+)"', page.text)
    unchecked = handler.post(place, {"seen": seen, "mark-0": "leave", "reason-0": ""})
    assert unchecked.status_code == 422
    assert "请核对后勾选“我已核对”" in unchecked.text and 'id="reason-0-error"' in unchecked.text
    assert case.office.rows(RespondentRequest, complaint_id=case.complaint_id) == []
    decided = {"seen": seen, "mark-0": "leave", "reason-0": WHY, "checked": "yes"}
    sent = handler.post(place, decided)
    assert sent.status_code == 303
    again = handler.post(place, decided)
    assert (again.status_code, again.headers["location"]) == (303, sent.headers["location"])
    assert handler.post(place, {**decided, "mark-0": "cut"}).status_code == 404, "he decided otherwise"
    assert "data-answer" in handler.get(sent.headers["location"]).text, (
        "the case it is of says that it is on file"
    )
    assert case.one(SentSheet).left_standing == [{"words": DAUGHTER, "reason": WHY}]
    told = read_as_unit(served_office, case)
    assert f"{DAUGHTER}是否到场？" in told and WHY not in told
    letter = f"/cases/{case.complaint_id}/letters/statement_notice/{case.one(RespondentRequest).id}"
    worded = {"version": "0", "action": "word", "block-opening": f"我中心已询问{DAUGHTER}，请作出陈述。"}
    asked = handler.post(letter, worded)
    assert (asked.status_code, f'name="word-0" value="{DAUGHTER}"' in asked.text) == (422, True)
    assert worded["block-opening"] in asked.text and 'href="#third_persons-letter"' in asked.text
    cut = {"word-0": DAUGHTER, "mark-0": "cut", "checked": "yes"}
    assert handler.post(letter, {**worded, **cut}).status_code == 303
    assert "我中心已询问■，请作出陈述。" in handler.get(letter).text


def test_cut_she_is_on_no_page_of_the_unit_and_in_no_answer_of_its_api(
    served_office: ServedOffice, case: SideCase
) -> None:
    """SE-15: the canary; a page that showed nothing would keep it too, so that the rest of the question is looked for."""
    handler, place = fill_in(served_office, case)
    [seen] = re.findall(r'name="seen" value="(\w+)"', handler.get(place).text)
    assert handler.post(place, {"seen": seen, "mark-0": "cut", "checked": "yes"}).status_code == 303
    told = read_as_unit(served_office, case)
    assert "■是否到场？当时说了什么？" in told
    assert DAUGHTER not in told


def test_a_clerk_who_asks_two_units_for_their_parts_reads_what_both_get(
    served_office: ServedOffice, case: SideCase
) -> None:
    """SE-15: both are named on the page; what stands with a reason reaches the two, and nothing before."""
    clerk = served_office.visitor("wen.rusheng")
    place = f"/cases/{case.complaint_id}/acts/designate-unit"
    clerk.get(place)
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    answers = {
        "matter_nos": ["2"],
        "lead_unit": "BD",
        "co_units": ["SW", "MZ"],
        "asked": f"请查{DAUGHTER}的申请",
        "reason": "两个单位",
    }
    kept = clerk.client.post(place, json={"answers": answers}, headers=headers)
    assert kept.status_code == 200, kept.text
    leaving = kept.json()["location"]
    page = clerk.get(leaving)
    assert "将发给云河市民政局（驻厅）、云河市税务局（驻厅）的内容" in page.text
    assert f"协办要求：请查<mark>{DAUGHTER}</mark>的申请" in page.text
    assert case.office.rows(Referral, complaint_id=case.complaint_id) == []
    [seen] = re.findall(r'name="seen" value="(\w+)"', page.text)
    decided = {"seen": seen, "mark-0": "leave", "reason-0": WHY, "checked": "yes"}
    assert clerk.post(leaving, decided).status_code == 303
    sheets = case.office.rows(SentSheet, complaint_id=case.complaint_id)
    assert [sheet.words for sheet in sheets] == [f"协办要求：请查{DAUGHTER}的申请"] * 2
    assert [sheet.left_standing for sheet in sheets] == [[{"words": DAUGHTER, "reason": WHY}]] * 2


def test_what_another_window_kept_meanwhile_is_read_before_it_is_sent(
    served_office: ServedOffice, case: SideCase
) -> None:
    """SE-15: words without a mark too; where nothing leaves any more nothing is done, and it leads back to the form."""
    clerk = served_office.visitor("wen.rusheng")
    form = f"/cases/{case.complaint_id}/acts/designate-unit"
    clerk.get(form)
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    answers = {"matter_nos": ["2"], "lead_unit": "BD", "co_units": ["SW"], "reason": "税务"}
    told = {"answers": {**answers, "asked": f"请查{DAUGHTER}的申请"}}
    leaving = clerk.client.post(form, json=told, headers=headers).json()["location"]
    [seen] = re.findall(r'name="seen" value="(\w+)"', clerk.get(leaving).text)
    decided = {"seen": seen, "mark-0": "cut", "checked": "yes"}
    other = {"answers": {**answers, "asked": "请查另一件申请"}}
    assert clerk.client.post(f"{form}/draft", json=other, headers=headers).status_code == 200
    anew = clerk.post(leaving, decided)
    assert anew.status_code == 422
    assert "请查另一件申请" in anew.text
    assert clerk.client.post(f"{form}/draft", json={"answers": answers}, headers=headers).status_code == 200
    led = [clerk.get(leaving), clerk.post(leaving, decided)]
    assert [(page.status_code, page.headers["location"].partition("?")[0]) for page in led] == [
        (303, form)
    ] * 2
    assert case.office.rows(Designation, complaint_id=case.complaint_id, role_in_case=CaseRole.CO_UNIT) == []
    assert case.office.rows(Referral, complaint_id=case.complaint_id) == []


def test_an_expert_reads_the_name_that_whoever_entrusts_him_let_stand(
    served_office: ServedOffice, case: SideCase
) -> None:
    """SE-15: the page shows each part that leaves; until another person approves there is no sheet."""
    handler = served_office.visitor(HANDLER)
    place = f"/cases/{case.complaint_id}/acts/open-entrustment"
    handler.get(place)
    headers = {"X-CSRF-Token": handler.token, "Accept": "application/json"}
    answers = {**NO_DATA, "kind": "appraisal", "to": "X-JDS", "limit_wd": 5, "scope": f"核对{DAUGHTER}的签名"}
    kept = handler.client.post(place, json={"answers": answers}, headers=headers)
    assert kept.status_code == 200, kept.text
    leaving = kept.json()["location"]
    page = handler.get(leaving)
    assert "<h3>委托事项</h3>" in page.text
    assert f"核对<mark>{DAUGHTER}</mark>的签名" in page.text
    assert "<h3>反映事项</h3>" not in page.text, "no sheet of matters goes along"
    assert case.office.rows(Entrustment, complaint_id=case.complaint_id) == []
    [seen] = re.findall(r'name="seen" value="(\w+)"', page.text)
    decided = {"seen": seen, "mark-0": "leave", "reason-0": WHY, "checked": "yes"}
    assert handler.post(leaving, decided).status_code == 303
    row = case.one(Entrustment)
    let_out(case.office, row.id)
    sheet = handler.get(f"/cases/{case.complaint_id}/entrustments/{row.id}/sheet")
    assert sheet.status_code == 200
    assert f"核对{DAUGHTER}的签名" in sheet.text and WHY not in sheet.text


def test_a_clerk_who_hands_a_matter_over_reads_what_the_authority_gets(served_office: ServedOffice) -> None:
    """SE-15: the form of the task leads to the page, which names the authority; then the decision is done as ever."""
    office = served_office.office
    case = office.file(address=f"third-{next(_addresses)}").complaint_id
    key = add_task(office, case, "decide-acceptance")
    other = office.file(address=f"third-{next(_addresses)}").complaint_id
    add_task(office, other, "decide-acceptance")
    clerk = served_office.visitor("wen.rusheng")
    clerk.get(f"/tasks/{key}")
    row = {"decision": "refer", "refer_to": "X-DL", "wording": f"对办事人的女儿{DAUGHTER}使用不文明用语"}
    answers = {
        "category": "irregular_operation",
        "route": "intervene",
        "is_checked": True,
        "matters": [row, {"decision": "later"}],
    }
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    kept = clerk.client.post(f"/tasks/{key}", json={"answers": answers}, headers=headers)
    assert kept.status_code == 200, kept.text
    leaving = kept.json()["location"]
    told = clerk.client.post(f"/api/v1/tasks/{key}", json={"answers": answers}, headers=headers)
    assert (told.status_code, set(told.json()["errors"])) == (422, {"third_persons", "third_persons.0"})
    page = clerk.get(leaving)
    assert page.status_code == 200
    assert "<h3>反映事项 · 云河市东岭区政务服务中心</h3>" in page.text
    assert f"对办事人的女儿<mark>{DAUGHTER}</mark>使用不文明用语" in page.text
    assert f'href="/tasks/{key}"' in page.text
    assert office.rows(Referral, complaint_id=case) == []
    assert served_office.visitor(UNIT).get(leaving).status_code == 404
    assert clerk.get(leaving.replace(case, other)).status_code == 404, "it is a step of this case"
    foreign = leaving.replace("/acts/decide-acceptance/", "/acts/approve-opinion/")
    assert clerk.get(foreign).status_code == 404, "and of this form"
    [seen] = re.findall(r'name="seen" value="(\w+)"', page.text)
    unchecked = clerk.post(leaving, {"seen": seen, "mark-0": "leave", "reason-0": ""})
    assert (unchecked.status_code, 'id="reason-0-error"' in unchecked.text) == (422, True)
    decided = {"seen": seen, "mark-0": "leave", "reason-0": WHY, "checked": "yes"}
    sent = clerk.post(leaving, decided)
    assert sent.status_code == 303
    [after] = re.findall(r"after=(\w+)", leaving)
    assert sent.headers["location"].startswith(f"/tasks/{after}?submitted="), "on to the next row of his list"
    [sheet] = office.rows(SentSheet, complaint_id=case)
    assert sheet.left_standing == [{"words": DAUGHTER, "reason": WHY}]
    again = clerk.post(leaving, decided)
    assert (again.status_code, again.headers["location"]) == (303, sent.headers["location"])
    assert len(office.rows(SentSheet, complaint_id=case)) == 1
    otherwise = clerk.post(leaving, {**decided, "mark-0": "cut"})
    assert (otherwise.status_code, clerk.get(leaving).status_code) == (409, 409), "it is done"
    assert clerk.post(foreign, decided).status_code == 404


def test_programs_are_told_what_is_marked_and_say_what_was_decided(
    served_office: ServedOffice, case: SideCase
) -> None:
    """SE-15: 422 names each mark; with the decision of a person it is taken."""
    handler = served_office.visitor(HANDLER)
    handler.get("/tasks")
    headers = {"X-CSRF-Token": handler.token}
    place = f"/api/v1/cases/{case.complaint_id}/acts/ask-respondent"
    body = {
        "submission_id": f"third-persons-{case.complaint_id}"[:40],
        "answers": {"unit": "RS", "questions": QUESTIONS},
    }
    refused = handler.client.post(place, json=body, headers=headers)
    assert (refused.status_code, set(refused.json()["errors"])) == (422, {"third_persons", "third_persons.0"})
    assert DAUGHTER in refused.json()["errors"]["third_persons.0"]
    decided = {"checked": True, "marks": [{"words": DAUGHTER}]}
    taken = handler.client.post(place, json={**body, "third_persons": decided}, headers=headers)
    assert taken.status_code == 200, taken.text
    assert DAUGHTER not in read_as_unit(served_office, case)


def test_who_may_not_ask_the_unit_sees_nothing_of_what_would_leave(
    served_office: ServedOffice, case: SideCase
) -> None:
    """The page is the act's: another person has filled in nothing, a unit and whoever is near may not take it."""
    _, place = fill_in(served_office, case)
    answers = {login: served_office.visitor(login).get(place) for login in (UNIT, "fang.huiyin")}
    assert {answer.status_code for answer in answers.values()} <= {403, 404}
    assert all(DAUGHTER not in answer.text for answer in answers.values())
