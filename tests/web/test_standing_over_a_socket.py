"""Whose matter it is, on the pages of the real web server: asked, corrected, proved, and what is told by it."""

from __future__ import annotations

import re
import secrets

from models.case.complaint import Complaint
from models.case.complaint_standing import ComplaintStanding
from models.vault.represented_person import RepresentedPerson
from tests.full_office import TOLD
from tests.served_office import ServedOffice, SocketVisitor
from tests.told_by_call import CALL
from tests.unit.services.projected_task import add_task, walk_to
from tests.unit.services.standing_case import CLERK, HANDLER, RESULT, WARD, answer, file_as, put_proof
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send

BOUNDED = "这里告知您是否收到、是否受理、是否办结"


def file_on_the_page(visitor: SocketVisitor, **fields: str) -> tuple[int, str]:
    """Fill in the public form; the status and the page that comes."""
    visitor.get("/complaints/new")
    told = {"content": TOLD[0], "name": "简一趟", "phone": "199-0000-0201", **fields}
    page = visitor.post("/complaints/new", {"submission_id": visitor.submission_id, **told})
    return page.status_code, page.text


def receipt_of(page: str) -> tuple[str, str]:
    """Number and query code."""
    number = re.search(r"data-receipt-number>([^<]+)<", page)
    code = re.search(r"data-receipt-code>([^<]+)<", page)
    assert number is not None and code is not None
    return number[1], code[1]


def progress(served: ServedOffice, number: str, code: str) -> str:
    """The words of the progress page."""
    visitor = served.visitor()
    visitor.get("/progress")
    return text_of(visitor.post("/progress", {"number": number, "query_code": code}))


def test_whose_matter_it_is_is_asked_at_filing_and_by_the_clerk_who_registers(
    served_office: ServedOffice,
) -> None:
    visitor = served_office.visitor()
    empty = text_of(visitor.get("/complaints/new/you"))
    for asked in ("与事项的关系", "我自己的事", "受他人委托（须有授权委托书）", "我看到的、别人的事"):
        assert asked in empty
    status, page = file_on_the_page(visitor, standing="guardian")
    assert status == 422
    assert "请写明被监护人姓名" in page
    status, page = file_on_the_page(visitor, standing="guardian", represented_name=WARD)
    assert status == 200
    number, _ = receipt_of(page)
    (case,) = served_office.office.rows(Complaint, number=number)
    assert served_office.office.rows(RepresentedPerson, complaint_id=case.id)[0].name == WARD

    clerk = served_office.visitor(CLERK)
    assert "与事项的关系" in text_of(clerk.get("/register"))
    head = read_file(clerk, case.id).text.split('id="standing"')[1].split("</div>")[0]
    assert "监护人" in head and "只告知收到、是否受理、办结" in head
    assert WARD not in read_file(clerk, case.id).text


def test_a_bystander_reads_no_result_on_any_page_and_the_person_himself_does(
    served_office: ServedOffice,
) -> None:
    office = served_office.office
    seen, own = file_as(office, "bystander"), file_as(office, "own")
    for filed in (seen, own):
        walk_to(office, filed.complaint_id, "give-answer")
        answer(office, filed.complaint_id)
    told = progress(served_office, seen.number, seen.query_code)
    assert BOUNDED in told
    assert "已受理，已办结" in told
    answered = told.split(TOLD[0])[0]
    assert not any(word in answered for word in ("属实", "纠正错误", "有依据", "申请复查", "评价"))
    whole = progress(served_office, own.number, own.query_code)
    assert BOUNDED not in whole
    assert "属实" in whole and "申请复查" in whole

    program = served_office.visitor()
    api = program.client.post(
        "/api/v1/progress",
        json={"number": seen.number, "query_code": seen.query_code},
        headers={"X-CSRF-Token": program.token},
    )
    assert api.status_code == 200
    assert api.json()["is_bounded"] is True
    assert not any(word in api.text for word in RESULT)
    assert "substantiated" not in api.text and "correct_error" not in api.text
    visitor = served_office.visitor()
    visitor.get("/progress")
    visitor.post("/progress", {"number": seen.number, "query_code": seen.query_code})
    refused = visitor.post(
        "/progress/review",
        {
            "number": seen.number,
            "query_code": seen.query_code,
            "reason": "不服",
            "submission_id": secrets.token_hex(16),
        },
    )
    assert "不是您本人的事项" in refused.text


def test_who_writes_the_answer_reads_whose_matter_it_is_and_cannot_tell_more(
    served_office: ServedOffice,
) -> None:
    office = served_office.office
    case = file_as(office, "agent", represented_name=WARD).complaint_id
    walk_to(office, case, "give-answer")
    key = add_task(office, case, "give-answer")
    handler = served_office.visitor(HANDLER)
    form = form_of(handler.get(f"/tasks/{key}").text)
    shown = form["data"]["standing"]
    assert shown == "受托人；授权委托书未在案；只告知收到、是否受理、办结，不告知调查和处理的内容"
    parts = {name: form["data"][name] for name in ("findings_text", "decision_text", "measures_text")}
    status, said = send(
        handler, form["submitUrl"], {**parts, "measures_text": "已责令窗口整改", "ways": ["phone"], **CALL}
    )
    assert (status, set(said["errors"])) == (422, {"measures_text"})
    assert send(handler, form["submitUrl"], {**parts, "ways": ["phone"], **CALL})[0] == 200


def test_an_agent_is_told_the_result_once_the_clerk_has_entered_his_power_of_attorney(
    served_office: ServedOffice,
) -> None:
    office = served_office.office
    filed = file_as(office, "own")
    case = filed.complaint_id
    clerk = served_office.visitor(CLERK)
    act = form_of(clerk.get(f"/cases/{case}/acts/record-standing").text)
    assert act["data"]["standing_now"] == "本人"
    told = {"standing": "agent", "represented_name": WARD, "reason": "来电说明是替老人办的"}
    assert send(clerk, act["submitUrl"], told)[0] == 200
    assert "授权委托书" not in str(office.rows(ComplaintStanding, complaint_id=case)[-1].reason)
    walk_to(office, case, "give-answer")
    answer(office, case)
    assert BOUNDED in progress(served_office, filed.number, filed.query_code)
    put_proof(office, case)
    act = form_of(clerk.get(f"/cases/{case}/acts/record-standing").text)
    (paper,) = act["data"]["proof_options"]
    assert "授权委托书" in paper["label"]
    proved = {"standing": "agent", "proof_item": paper["value"], "reason": "收到委托书原件"}
    assert send(clerk, act["submitUrl"], proved)[0] == 200
    after = progress(served_office, filed.number, filed.query_code)
    assert BOUNDED not in after
    assert "属实" in after
    page = read_file(clerk, case).text
    assert "证明：证据" in page
    assert WARD not in page


def test_a_message_that_came_by_itself_is_marked_as_not_asked(served_office: ServedOffice) -> None:
    """It counts as the complainant's own, nothing told changes, and the head of the file says that nobody asked."""
    office = served_office.office
    case = office.file(address=f"standing-{secrets.token_hex(4)}").complaint_id
    clerk = served_office.visitor(CLERK)
    head = read_file(clerk, case).text.split('id="standing"')[1].split("</div>")[0]
    assert "未问" in head
    assert "/acts/record-standing" in head
    form = form_of(clerk.get(f"/tasks/{add_task(office, case, 'decide-acceptance')}").text)
    assert form["data"]["is_standing_known"] is False
    assert "与事项的关系：未问" in form["data"]["matters"][0]["point_findings"]
