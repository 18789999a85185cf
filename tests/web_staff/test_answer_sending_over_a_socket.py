"""The wish how to be answered, and the way of a registered letter, on the pages of the real web server (DM-9)."""

from __future__ import annotations

import re
import secrets

from services.filing.new_case import FiledComplaint
from tests.served_office import ServedOffice
from tests.told_by_call import with_call
from tests.unit.services.projected_task import REFUSE, add_task, submit, walk_to
from tests.unit.services.test_answer_sending import CLERK, HANDLER, PARTS
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send

CAME_BACK = "答复书已于2026-09-07被退回，须再次送达。"
RETURNED = "/tasks/returned"
# A step of the way with its moment.
ACCEPTED = re.compile(r"\d\d:\d\d ?决定受理")
SUPERVISOR, OTHER = "jian.rujing", "cha.fenming"


def test_the_wish_stands_on_form_file_and_receipt_and_a_letter_is_followed_to_its_proof(
    served_office: ServedOffice,
) -> None:
    """DM-9: wished, sent, come back, sent again, delivered; the complainant reads it at the query code."""
    office = served_office.office
    filed = office.file(address=f"sending-{secrets.token_hex(4)}", feedback_way="书面")
    case = filed.complaint_id
    walk_to(office, case, "give-answer")
    key = add_task(office, case, "give-answer")
    handler, clerk = served_office.visitor(HANDLER), served_office.visitor(CLERK)
    assert "书面信函" in text_of(clerk.get(f"/cases/{case}/receipt"))
    assert "书面信函" in text_of(read_file(clerk, case))

    form = form_of(handler.get(f"/tasks/{key}").text)
    assert form["data"]["wished_way"] == "书面信函"
    for ways in (["query_code"], ["phone"], ["sms", "email", "query_code"]):
        status, body = send(handler, form["submitUrl"], with_call({**PARTS, "ways": ways}))
        assert (status, set(body["errors"])) == (422, {"other_way_reason"}), ways
    in_vain = {
        "ways": ["phone"],
        "talk_with": "nobody",
        "talk_text": "响铃后无人接听",
        "other_way_reason": "急",
    }
    status, body = send(handler, form["submitUrl"], {**PARTS, **in_vain})
    assert (status, set(body["errors"])) == (422, {"talk_with"}), "whom nobody spoke to was told nothing"
    letter = {"ways": ["registered_letter"], "mail_no": "XA00000000422"}
    assert send(handler, form["submitUrl"], {**PARTS, **letter})[0] == 200
    assert "挂号信 XA00000000422 在途" in text_of(read_file(clerk, case))

    def take(act: str, **answers: object) -> None:
        page = form_of(clerk.get(f"/cases/{case}/acts/{act}").text)
        assert send(clerk, page["submitUrl"], answers)[0] == 200, act

    take("record-answer-return", day="2026-09-07", reason="收件人已迁走，无人签收")
    page = read_file(clerk, case)
    assert f"{CAME_BACK} 最迟2026-09-09 17:00" in text_of(page)
    told = text_of(page).split(CAME_BACK)[1]
    assert "退回原因： 收件人已迁走，无人签收 已知的其他方式：电话、短信 再次送达答复" in told, told[:300]
    assert "在途" not in told
    assert "再次送达退回的文书" in told
    assert f'href="/cases/{case}/acts/send-answer-again"' in page.text.split(CAME_BACK)[1].split("</div>")[0]
    # Who handles the case has it in his list of work and nobody else; whoever supervises sees it with the other limits.
    assert f'href="{RETURNED}"' in handler.get("/tasks").text
    listed = text_of(handler.get(RETURNED))
    assert (
        f"{filed.number} 答复书 · 第1次送达 · 挂号信 2026-09-07 收件人已迁走，无人签收 2026-09-09 17:00"
        in listed
    )
    for other in (clerk, served_office.visitor(OTHER)):
        assert filed.number not in text_of(other.get(RETURNED))
    due = text_of(
        served_office.visitor(SUPERVISOR).get(f"/due?text={filed.number}&kind=clock_kind.send_again")
    )
    assert "退回后再次送达" in due.split(filed.number)[-2][-60:], due
    take("send-answer-again", ways=["registered_letter"], mail_no="XA00000000423")
    take("record-answer-delivery", day="2026-09-07", proof="邮局投递签收单")
    told = text_of(read_file(clerk, case))
    assert CAME_BACK not in told and filed.number not in text_of(handler.get(RETURNED))
    for words in (
        "第1次送达",
        "收件人已迁走，无人签收",
        "第2次送达",
        "XA00000000423",
        "邮局投递签收单",
        "答复已送达",
    ):
        assert words in told, words

    lines = shown_by_code(served_office, filed)
    assert "XA00000000422 2026-09-07退回" in lines
    assert "XA00000000423 2026-09-07送达" in lines
    assert "无人签收" not in lines


def shown_by_code(served: ServedOffice, filed: FiledComplaint) -> str:
    """The words of the page that whoever has number and query code is shown; nobody is signed in."""
    citizen = served.visitor()
    citizen.get("/progress")
    seen = citizen.post("/progress", {"number": filed.number, "query_code": filed.query_code})
    return re.sub(r"\s+", " ", text_of(seen))


def file_unnamed(served: ServedOffice) -> FiledComplaint:
    return served.office.file(
        address=f"unnamed-{secrets.token_hex(4)}", is_anonymous=True, name="", phone="", email=""
    )


def test_who_gave_no_name_reads_acceptance_and_answer_by_number_and_code(served_office: ServedOffice) -> None:
    """R63: nobody can be called or written to, and is told all the same."""
    office, filed = served_office.office, file_unnamed(served_office)
    assert not ACCEPTED.search(shown_by_code(served_office, filed))
    walk_to(office, filed.complaint_id, "give-answer")
    assert ACCEPTED.search(shown_by_code(served_office, filed))
    told = {
        "findings_text": "经查，窗口多要了一份租赁合同",
        "decision_text": "当日退回多收的材料",
        "measures_text": "已撤下旧清单",
    }
    key = add_task(office, filed.complaint_id, "give-answer")
    handler = served_office.visitor(HANDLER)
    form = form_of(handler.get(f"/tasks/{key}").text)
    assert send(handler, form["submitUrl"], {**told, "ways": ["query_code"]})[0] == 200
    shown = shown_by_code(served_office, filed)
    for words in told.values():
        assert words in shown, words


def test_who_gave_no_name_reads_a_refusal_with_its_reasons_by_number_and_code(
    served_office: ServedOffice,
) -> None:
    """R63: with ground, basis and where to go instead."""
    filed = file_unnamed(served_office)
    decided = {"category": "none", "route": "intervene", "matters": [REFUSE] * 2}
    submit(served_office.office, filed.complaint_id, "decide-acceptance", CLERK, **decided)
    shown = shown_by_code(served_office, filed)
    for words in ("不予受理的事项", "司法审理中", str(REFUSE["basis"]), str(REFUSE["right_place"])):
        assert words in shown, words
