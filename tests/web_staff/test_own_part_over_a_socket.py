"""`/concerning-me` and the respondents of a file, as the real web server sends them: each his own, and nowhere who complained."""

from __future__ import annotations

from itertools import count

import pytest

from models.beside.objection import Objection
from models.beside.respondent_request import RespondentRequest
from models.beside.support_note import SupportNote
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.unit.side_requests.told_case import (
    APPROVER,
    COLLEAGUE,
    INVESTIGATOR,
    PERSON,
    REPRESENTATIVE,
    WORDED,
    accuse,
    answer,
    approve,
    draft,
    told_to,
)
from tests.web.case_file import read_file
from tests.web_staff.cases import CANARIES

SUPERVISOR, NEIGHBOUR = "jian.rujing", "赵德柱"
QUESTIONS = "请说明9月3日下午C03窗口的答复"
MATTERS = f"窗口不按办事指南收件。办事员对{CANARIES['name']}（{CANARIES['phone']}）态度生硬，不说多要一份证明的道理。"
PERSONAL = {name: value for name, value in CANARIES.items() if name != "file"}
EVERYBODY_ELSE = (COLLEAGUE, REPRESENTATIVE, INVESTIGATOR, "an.humin", "guan.xitong")
_addresses = count(1)


@pytest.fixture
def accused(served_office: ServedOffice) -> SideCase:
    """A case with canaries about a person of the window and his unit, at the highest level of facts."""
    number = next(_addresses)
    case = side_case(served_office.office, address=f"own-part-{number}", content=MATTERS, **PERSONAL)
    # One office for all tests of a process: keys of tasks are not given twice.
    case.numbers = count(50_000 + 100 * number)
    accuse(case)
    with case.unit() as (unit, complaint):
        unit.session.get_one(Complaint, complaint.id).disclosure_level = 2
    return case


def told_page(visitor: SocketVisitor, path: str) -> str:
    """A page on which nothing of the complainant stands."""
    page = visitor.get(path)
    assert page.status_code == 200, path
    assert [value for value in CANARIES.values() if value in page.text] == [], path
    return page.text


def send(visitor: SocketVisitor, path: str, **fields: str) -> int:
    return visitor.post(path, fields).status_code


def ask(served: ServedOffice, case: SideCase) -> str:
    given = {"unit": "RS", "person": PERSON, "questions": QUESTIONS, "matter_nos": ["2"]}
    taken = act(served.office, case.complaint_id, "ask-respondent", INVESTIGATOR, **given)
    return f"/concerning-me/requests/{taken.references['respondent_request_id']}"


def decided(case: SideCase) -> None:
    draft(case)
    approve(case)
    answer(case)


def test_a_window_clerk_reads_his_sheet_and_replies_and_nobody_else_can(
    served_office: ServedOffice, accused: SideCase
) -> None:
    """He reads what he is asked, with the wording and without a name; for others there is none."""
    address = ask(served_office, accused)
    clerk = served_office.visitor(PERSON)
    assert f'href="{address}"' in told_page(clerk, "/concerning-me")
    sheet = told_page(clerk, address)
    assert WORDED[1] in sheet
    assert QUESTIONS in sheet
    assert WORDED[0] not in sheet
    assert clerk.get(f"/cases/{accused.complaint_id}").status_code in (403, 404)
    for login in EVERYBODY_ELSE:
        other = served_office.visitor(login)
        assert address not in told_page(other, "/concerning-me"), login
        assert other.get(address).status_code == 404, login
        assert send(other, address, reply_text="我替他说") == 404, login
    faulty = clerk.post(address, {"reply_text": " "})
    assert faulty.status_code == 422
    assert 'href="#reply_text"' in faulty.text
    assert send(clerk, address, reply_text="当时已说明依据，语气平和") == 303
    assert "answered" not in told_page(clerk, "/concerning-me")
    assert "说明已存卷" in told_page(clerk, "/concerning-me?done=replied")
    assert accused.one(RespondentRequest).reply_text == "当时已说明依据，语气平和"
    in_file = served_office.visitor(APPROVER).get(f"/cases/{accused.complaint_id}/respondents").text
    assert "冷如冰（窗口人员）本人" in in_file
    assert "已说明" in in_file


def test_a_finding_is_opened_objected_to_and_answered(served_office: ServedOffice, accused: SideCase) -> None:
    """From the approval to the last answer: each step on the page of whom it concerns; no canary anywhere."""
    decided(accused)
    row = told_to(accused, PERSON)
    finding = f"/concerning-me/findings/{row.id}"
    clerk, approver = served_office.visitor(PERSON), served_office.visitor(APPROVER)
    closed = told_page(clerk, "/concerning-me")
    assert f'action="{finding}/open"' in closed
    assert "录像未见此事" not in closed
    for login in EVERYBODY_ELSE:
        assert send(served_office.visitor(login), f"{finding}/open") == 404, login
    assert send(clerk, f"{finding}/open") == 303
    opened = told_page(clerk, "/concerning-me")
    assert "录像未见此事" in opened
    assert "可在此前提出异议" in opened
    unsaid = clerk.post(f"{finding}/objection", {"reason": ""})
    assert unsaid.status_code == 422
    assert f'href="#reason-{row.id}"' in unsaid.text
    assert send(clerk, f"{finding}/objection", reason="录像另有角度") == 303
    second = clerk.post(f"{finding}/objection", {"reason": "再说一次"})
    assert second.status_code == 409
    assert "异议只能提出一次" in second.text
    objection = accused.one(Objection)
    assert "被投诉方的异议" in approver.get("/tasks").text
    assert "录像另有角度" in told_page(approver, "/objections")
    assert objection.id not in told_page(served_office.visitor(INVESTIGATOR), "/objections")
    named = approver.post(f"/objections/{objection.id}", {"decision": "reject", "reason": CANARIES["name"]})
    assert named.status_code == 422
    assert "请删去" in named.text
    assert send(served_office.visitor(INVESTIGATOR), f"/objections/{objection.id}", decision="reject") == 403
    told = {"decision": "reject", "reason": f"各角度录像均已查看，邻居{NEIGHBOUR}在场"}
    asked = approver.post(f"/objections/{objection.id}", told)
    assert (asked.status_code, f'name="word-0" value="{NEIGHBOUR}"' in asked.text) == (422, True)
    assert "请核对后勾选“我已核对”" in asked.text and told["reason"] in asked.text
    cut = {"word-0": NEIGHBOUR, "mark-0": "cut", "checked": "yes"}
    other = {**told, "reason": f"邻居{NEIGHBOUR}和女儿林小雨在场", **cut}
    assert send(approver, f"/objections/{objection.id}", **other) == 422, "of whom he was not asked"
    assert send(approver, f"/objections/{objection.id}", **told, **cut) == 303
    assert "各角度录像均已查看" not in told_page(clerk, "/concerning-me")
    assert send(clerk, f"{finding}/objections/{objection.id}/open") == 303
    assert "各角度录像均已查看，邻居■在场" in told_page(clerk, "/concerning-me")


def test_a_note_is_issued_printed_and_read_by_whom_it_is_for(
    served_office: ServedOffice, accused: SideCase
) -> None:
    """The centre's own words, number and day; the file shows it, a colleague finds none."""
    decided(accused)
    row = told_to(accused, PERSON)
    supervisor = served_office.visitor(SUPERVISOR)
    page = told_page(supervisor, f"/cases/{accused.complaint_id}/respondents")
    assert "经依法调查，上述事项不属实" in page
    place = f"/cases/{accused.complaint_id}/respondents/{row.id}/note"
    assert supervisor.post(place, {"text": f"{CANARIES['name']}反映的不属实"}).status_code == 422
    text = f"经调查，上述事项不属实，特此说明。邻居{NEIGHBOUR}可证。"
    asked = supervisor.post(place, {"text": text})
    assert (asked.status_code, f'name="word-0" value="{NEIGHBOUR}"' in asked.text) == (422, True)
    stands = {"text": text, "word-0": NEIGHBOUR, "mark-0": "leave", "checked": "yes"}
    unsaid = supervisor.post(place, {**stands, "reason-0": ""})
    assert (unsaid.status_code, f'id="third_persons.0-{row.id}-error"' in unsaid.text) == (422, True)
    assert send(supervisor, place, **stands, **{"reason-0": "本人同意作证"}) == 303
    note = accused.one(SupportNote)
    assert note.left_standing == [{"words": NEIGHBOUR, "reason": "本人同意作证"}]
    clerk = served_office.visitor(PERSON)
    assert f"{accused.number}-C1" in told_page(clerk, "/concerning-me")
    printed = told_page(clerk, f"/support-notes/{note.id}")
    assert text in printed and "本人同意作证" not in printed
    assert "冷如冰（窗口人员）本人" in printed
    for login in (COLLEAGUE, REPRESENTATIVE):
        assert served_office.visitor(login).get(f"/support-notes/{note.id}").status_code == 404
    assert f"{accused.number}-C1" in read_file(supervisor, accused.complaint_id).text


def test_a_unit_is_told_by_its_representative_and_on_paper(
    served_office: ServedOffice, accused: SideCase
) -> None:
    """The representative opens the unit's finding; the office enters what it handed to the person."""
    decided(accused)
    unit_row, own_row = told_to(accused, None), told_to(accused, PERSON)
    representative = served_office.visitor(REPRESENTATIVE)
    assert 'href="/concerning-me"' in told_page(representative, "/unit-cases")
    assert send(representative, f"/concerning-me/findings/{unit_row.id}/open") == 303
    assert "指南无此材料" in told_page(representative, "/concerning-me")
    clerk = served_office.visitor("wen.rusheng")
    place = f"/cases/{accused.complaint_id}/respondents/{own_row.id}/handed-over"
    clerk.get(f"/cases/{accused.complaint_id}/respondents")
    assert clerk.post(place, {"proof": ""}).status_code == 422
    assert send(clerk, place, proof="9月7日当面交本人，签收单在卷") == 303
    ways = {row.told_way for row in served_office.office.rows(ToldFinding, complaint_id=accused.complaint_id)}
    assert ways == {"opened", "handed_over"}


def test_for_whom_nothing_is_there_the_page_says_so(served_office: ServedOffice) -> None:
    """UX: an empty page says what would stand there; in English too."""
    visitor = served_office.visitor("man.youran")
    for words in ("目前没有请您本人说明的事项", "目前没有告知您或者本单位的认定结果", "由中心出具"):
        assert words in told_page(visitor, "/concerning-me")
    assert "No finding is for you or your unit." in visitor.get("/concerning-me?lang=en").text
