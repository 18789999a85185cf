"""Files in forms as the real web server takes them: kept at once, evidence with the submission, nobody else's till then."""

from __future__ import annotations

from itertools import count

import httpx
import pytest
from playwright.sync_api import Browser, expect

from models.beside.respondent_request import RespondentRequest
from models.case.evidence import Evidence
from models.case.evidence_item import EvidenceItem
from models.case.form_upload import FormUpload
from models.case.task_record import TaskRecord
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.pages import photo
from tests.web_staff.test_act_pages import form_of

REPRESENTATIVE, COLLEAGUE, HANDLER = "ren.shebao", "zhang.zhaoquan", "xun.wenshi"
NAME = "整改后的窗口 “照片”（1）.jpg"
SAID = "窗口误用旧清单，已当日改正"
_numbers = count(1)


def asked_case(served: ServedOffice) -> SideCase:
    case = side_case(served.office, address=f"form-file-{next(_numbers)}")
    act(served.office, case.complaint_id, "ask-respondent", HANDLER, unit="RS", questions="请说明收件情况")
    return case


def rows_of(case: SideCase, table: type) -> list:
    return case.office.rows(table, complaint_id=case.complaint_id)


def address_of(case: SideCase, name: str = "reply-as-respondent") -> str:
    return f"/cases/{case.complaint_id}/acts/{name}"


def upload(
    visitor: SocketVisitor, address: str, *, name: str = NAME, content: bytes = b"", sending: str = ""
) -> httpx.Response:
    """One file as the page sends it."""
    return visitor.client.post(
        f"{address}/files?submission_id={sending}",
        files={"file": (name, content or photo(), "application/octet-stream")},
        headers={"X-CSRF-Token": visitor.token, "Accept": "application/json"},
    )


def submit(visitor: SocketVisitor, address: str, answers: dict, sending: str = "") -> httpx.Response:
    headers = {"X-CSRF-Token": visitor.token, "Accept": "application/json"}
    return visitor.client.post(
        f"{address}?submission_id={sending}", json={"answers": answers}, headers=headers
    )


def answers_of(visitor: SocketVisitor, case: SideCase, **more: object) -> dict:
    data = form_of(visitor.get(address_of(case)).text)["data"]
    asked = data["open_respondent_requests"][0]["value"]
    return {"respondent_request_id": asked, "reply_text": SAID, **more}


def test_a_file_with_a_chinese_name_is_evidence_once_the_statement_is_sent(
    served_office: ServedOffice,
) -> None:
    """UX-31, UX-28: what says who provided it, is on the record under its name, and is opened by the handler."""
    case = asked_case(served_office)
    unit_rep = served_office.visitor(REPRESENTATIVE)
    answers = answers_of(unit_rep, case)
    put = upload(unit_rep, address_of(case)).json()
    assert (put["metadata"]["fileName"], put["metadata"]["contentType"]) == (NAME, "image/jpeg")
    assert rows_of(case, Evidence) == [], "nothing is in the file before the statement"
    assert submit(unit_rep, address_of(case), {**answers, "files": [put]}).status_code == 200
    file, item = case.one(Evidence), case.one(EvidenceItem)
    assert (file.name, file.added_by, item.file_id, item.provider) == (
        NAME,
        REPRESENTATIVE,
        file.id,
        "云河市人力资源和社会保障局（驻厅）",
    )
    assert rows_of(case, FormUpload) == []
    record = next(row for row in rows_of(case, TaskRecord) if row.form_id == "reply-as-respondent")
    entry = next(entry for entry in record.answers if entry["key"] == "files")
    assert (entry["label"], entry["value"], entry["shown"]) == ("附件", [file.id], [NAME])
    opened = served_office.visitor(HANDLER).get(f"/evidence/{file.id}")
    assert (opened.status_code, opened.content) == (200, photo())


def test_a_refused_statement_keeps_its_files_for_the_next_try(served_office: ServedOffice) -> None:
    """UX-31: a faulty answer costs no upload, and a statement sent twice has its files once."""
    case = asked_case(served_office)
    unit_rep = served_office.visitor(REPRESENTATIVE)
    answers = answers_of(unit_rep, case)
    put = [upload(unit_rep, address_of(case)).json()]
    refused = submit(unit_rep, address_of(case), {**answers, "reply_text": " ", "files": put})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["reply_text"])
    assert rows_of(case, Evidence) == []
    # A new sign-in later it is the same person's form still.
    again = served_office.visitor(REPRESENTATIVE)
    for _ in range(2):
        sent = submit(again, address_of(case), {**answers, "files": put}, "s" * 20)
        assert sent.status_code == 200, sent.text
    assert len(rows_of(case, Evidence)) == len(rows_of(case, EvidenceItem)) == 1


def test_a_file_sent_again_is_the_same_upload(served_office: ServedOffice) -> None:
    case = asked_case(served_office)
    unit_rep = served_office.visitor(REPRESENTATIVE)
    first, second = (upload(unit_rep, address_of(case), sending="u" * 20).json() for _ in range(2))
    assert first["documentId"] == second["documentId"]
    assert len(rows_of(case, FormUpload)) == 1
    other = upload(unit_rep, address_of(case), content=b"%PDF-1.4\n%%EOF", name="说明.pdf", sending="u" * 20)
    assert other.status_code == 422, "another file under the same id is not the same upload"


def test_no_file_of_somebody_else_of_another_form_or_of_nobody_is_taken(served_office: ServedOffice) -> None:
    """Who knows the id of an upload cannot make it his evidence."""
    case, other_case = asked_case(served_office), asked_case(served_office)
    unit_rep, handler = served_office.visitor(REPRESENTATIVE), served_office.visitor(HANDLER)
    answers = answers_of(unit_rep, case)
    of_other_case = upload(unit_rep, address_of(other_case)).json()
    of_other_person = upload(handler, address_of(case, "register-supplement")).json()
    for put in (of_other_case, of_other_person, {"documentId": "f" * 32}, "x", None):
        refused = submit(unit_rep, address_of(case), {**answers, "files": [put]})
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["files"]), put
    assert case.one(RespondentRequest).replied_at is None


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("程序.exe", b"MZ", "不接收这种类型的文件"),
        ("假照片.jpg", b"<script>", "文件内容与名称或类型不符"),
        ("空.txt", b"", "文件是空的"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_at_once(
    served_office: ServedOffice, name: str, content: bytes, says: str
) -> None:
    """The same rules as for every evidence: size, type by content, virus."""
    case = asked_case(served_office)
    unit_rep = served_office.visitor(REPRESENTATIVE)
    unit_rep.get(address_of(case))
    refused = unit_rep.client.post(
        f"{address_of(case)}/files",
        files={"file": (name, content, "application/octet-stream")},
        headers={"X-CSRF-Token": unit_rep.token, "Accept": "application/json"},
    )
    assert (refused.status_code, refused.json()["detail"]) == (422, says)
    assert rows_of(case, FormUpload) == []


def test_who_may_not_take_the_act_puts_no_file_into_its_form(served_office: ServedOffice) -> None:
    case = asked_case(served_office)
    other = served_office.visitor(COLLEAGUE)
    other.get("/unit-cases")
    assert upload(other, address_of(case)).status_code == 404
    nobody = served_office.visitor()
    assert upload(nobody, address_of(case)).status_code in {401, 403}
    without_token = served_office.visitor(REPRESENTATIVE)
    without_token.token = ""
    assert upload(without_token, address_of(case)).status_code == 403
    assert rows_of(case, FormUpload) == []


@pytest.mark.parametrize("width", [390, 1366])
def test_a_person_adds_and_removes_files_with_the_keyboard(
    served_office: ServedOffice, browser: Browser, width: int
) -> None:
    """UX-31: progress and size in words, a refused file beside those taken, everything by keyboard."""
    case = asked_case(served_office)
    with served_office.page(browser, width, REPRESENTATIVE) as page:
        page.goto(address_of(case))
        expect(page.locator("[data-form][data-ready]")).to_be_visible()
        with page.expect_file_chooser() as chooser:
            page.locator(".file-field-drop button").press("Enter")
        files = [
            {"name": NAME, "mimeType": "image/jpeg", "buffer": photo()},
            {"name": "假照片.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"},
            {"name": "多传的.txt", "mimeType": "text/plain", "buffer": "多传了".encode()},
        ]
        chooser.value.set_files(files)
        rows = page.locator(".file-field-list > li")
        expect(page.locator(".file-field-list > .is-kept")).to_have_count(2)
        expect(rows.filter(has_text="假照片.jpg")).to_contain_text("文件内容与名称或类型不符")
        expect(rows.filter(has_text=NAME)).to_contain_text(
            "KB · 已上传" if len(photo()) >= 1024 else "B · 已上传"
        )
        for name in ("假照片.jpg", "多传的.txt"):
            page.get_by_role("button", name=f"移除 {name}").press("Enter")
        expect(rows).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_label("说明事项").select_option(index=1)
        page.get_by_label("情况说明").fill(SAID)
        page.locator("[data-form-submit]").click()
        page.wait_for_url("**/unit-cases**")
    assert [file.name for file in rows_of(case, Evidence)] == [NAME]
