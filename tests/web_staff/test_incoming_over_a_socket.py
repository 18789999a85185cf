"""来件登记 on the real web server: a mail delivered in its own bytes, and what a person makes of one that waits."""

from __future__ import annotations

import secrets
from email.message import EmailMessage

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.incoming import Incoming
from models.ground.incoming_codes import IncomingState
from tests.served_office import ServedOffice, SocketVisitor
from tests.web.pages import text_of
from tests.web_staff.test_raw_messages_over_a_socket import case_of

CLERK = "wen.rusheng"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    told = {
        "From": "柴不撤 <chai@example.com>",
        "To": "tousu@yunhe-zwfw.example.cn",
        "Subject": f"医保窗口退件{secrets.token_hex(3)}",
        "Message-ID": f"<{secrets.token_hex(8)}@example.com>",
    }
    for name, value in {**told, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        message[name] = value
    message.set_content("9月3日在D02窗口办理备案，材料被退，没有说明理由。<script>alert(1)</script>")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="退件单.pdf")
    message.add_attachment(b"x", maintype="application", subtype="x-msdownload", filename="病毒.exe")
    return message


def deliver(visitor: SocketVisitor, raw: bytes) -> tuple[int, dict]:
    token = visitor.client.get("/api/v1/csrf-token").json()["csrf_token"]
    headers = {"X-CSRF-Token": token, "Content-Type": "message/rfc822"}
    answer = visitor.client.post("/api/v1/mails", content=raw, headers=headers)
    return answer.status_code, answer.json()


def put_aside(served: ServedOffice) -> tuple[EmailMessage, Incoming]:
    """A mail of a program that is nobody's answer."""
    message = mail(Auto_Submitted="auto-generated")
    status, taken = deliver(served.visitor(CLERK), message.as_bytes())
    assert (status, taken["state"], taken["reason"]) == (201, "put_aside", "automatic")
    rows = served.office.rows(Incoming, state=IncomingState.PUT_ASIDE)
    return message, max(rows, key=lambda row: row.arrived_at)


def test_a_mail_delivered_in_its_bytes_is_filed_and_its_words_stand_in_the_case_alone(
    served_office: ServedOffice,
) -> None:
    message = mail()
    clerk = served_office.visitor(CLERK)
    status, taken = deliver(clerk, message.as_bytes())
    assert (status, taken["state"]) == (201, "filed")
    assert deliver(clerk, message.as_bytes())[1] == taken
    case = case_of(served_office, taken)
    assert [row.name for row in served_office.office.rows(Evidence, complaint_id=case.id)] == ["退件单.pdf"]
    page = clerk.get(f"/incoming?group=taken&q={case.number}")
    assert "已登记为投诉" in text_of(page)
    assert "内容见该投诉" in text_of(page)
    for hidden in ("chai@example.com", str(message["Subject"])):
        assert hidden not in page.text
    for nobody in ("ren.shebao", None):
        assert deliver(served_office.visitor(nobody), message.as_bytes())[0] in (401, 403)
    assert deliver(clerk, b"")[0] == 422


def test_a_message_that_waits_is_read_as_words_its_files_are_saved_and_it_is_registered_with_them(
    served_office: ServedOffice,
) -> None:
    message, row = put_aside(served_office)
    clerk = served_office.visitor(CLERK)
    shown = clerk.get("/incoming")
    for told in (str(message["Subject"]), "柴不撤", "由程序发出"):
        assert told in text_of(shown), told
    page = clerk.get(f"/incoming/{row.id}")
    assert "<script>alert" not in page.text
    for told in ("材料被退", "退件单.pdf", "病毒.exe", "未收下"):
        assert told in text_of(page), told
    saved = clerk.get(f"/incoming/{row.id}/files/0")
    assert saved.content == PDF
    assert saved.headers["content-disposition"].startswith("attachment")
    assert clerk.get(f"/incoming/{row.id}/files/1").status_code == 404
    form = clerk.get(f"/incoming/{row.id}/complaint")
    for told in ("柴不撤", "chai@example.com", f'action="/incoming/{row.id}/complaint"'):
        assert told in form.text, told
    fields = {"submission_id": clerk.submission_id, "channel": "email", "received_at": "2026-09-07T09:00"}
    fields |= {"content": "D02窗口退件不说理由", "name": "柴不撤", "raw_text": "来件原文"}
    refused = clerk.post(f"/incoming/{row.id}/complaint", {**fields, "content": ""})
    assert refused.status_code == 422
    assert "来件原文" in refused.text
    fields["submission_id"] = clerk.submission_id
    for _ in range(2):
        sent = clerk.post(f"/incoming/{row.id}/complaint", fields)
        assert sent.status_code == 200
    (after,) = served_office.office.rows(Incoming, id=row.id)
    assert after.state is IncomingState.FILED
    assert after.settled_by == CLERK
    files = served_office.office.rows(Evidence, complaint_id=after.complaint_id)
    assert [file.name for file in files] == ["退件单.pdf"]
    page = clerk.get(f"/incoming/{row.id}")
    assert "材料被退" not in page.text
    assert "登记为投诉" not in text_of(page).replace("已登记为投诉", "").replace("来件已登记为投诉", "")


def test_it_is_added_to_a_case_or_closed_with_a_reason_and_not_twice(served_office: ServedOffice) -> None:
    clerk = served_office.visitor(CLERK)
    case = case_of(served_office, deliver(clerk, mail().as_bytes())[1])
    _message, row = put_aside(served_office)
    clerk.get(f"/incoming/{row.id}")
    wrong = clerk.post(f"/incoming/{row.id}/case", {"number": "YH-2026-999999"})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    assert "YH-2026-999999" in wrong.text
    assert clerk.post(f"/incoming/{row.id}/case", {"number": case.number}).status_code == 303
    late = clerk.post(f"/incoming/{row.id}/close", {"note": "晚了"})
    assert late.status_code == 409
    assert "已由他人处理" in text_of(late)
    assert "来件已归入" in text_of(clerk.get(f"/cases/{case.id}/history"))
    _message, other = put_aside(served_office)
    clerk.get(f"/incoming/{other.id}")
    assert clerk.post(f"/incoming/{other.id}/close", {"note": ""}).status_code == 422
    assert clerk.post(f"/incoming/{other.id}/close", {"note": "广告"}).status_code == 303
    assert "广告" in text_of(clerk.get("/incoming?group=closed"))
    for login in ("guan.xitong", "ren.shebao"):
        assert served_office.visitor(login).get("/incoming").status_code == 403
        assert served_office.visitor(login).get(f"/incoming/{other.id}").status_code == 403
    assert len(served_office.office.rows(Complaint, id=case.id)) == 1
