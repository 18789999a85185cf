"""Filing on the public page: the happy way and every bad input, nothing typed is ever lost."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO

import pytest

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.receipt import Receipt
from models.ledger.outbox import OutboxRow
from models.store.write_lock import Patience
from services.attempts.rules import FILINGS_PER_ADDRESS
from tests.full_office import FullOffice
from tests.web.pages import FIELDS, Visitor, build_app, code_of, number_of, photo, text_of


def test_a_complaint_with_a_photo_is_filed_while_the_engine_is_away(
    citizen: Visitor, office: FullOffice
) -> None:
    """R14: the receipt shows number, code and date; the start of the process waits in the outbox."""
    picture = photo()
    page = citizen.file(attachments=(BytesIO(picture), "现场.jpg", "image/jpeg"))
    assert page.status_code == 200
    assert number_of(page) == "YH-2026-000001"
    assert len(code_of(page)) == 15
    assert "2026-09-10 17:00" in page.text
    (complaint,) = office.rows(Complaint)
    assert (complaint.matter, complaint.wanted) == (FIELDS["content"], FIELDS["wanted"])
    (evidence,) = office.rows(Evidence)
    assert evidence.sha256 == hashlib.sha256(picture).hexdigest()
    assert "publish_message" in {message.kind for message in office.rows(OutboxRow)}


def test_the_receipt_tells_every_counted_and_skipped_day(citizen: Visitor) -> None:
    """Received on Monday 2026-09-07 10:00: three working days, the first is Tuesday."""
    text = text_of(citizen.file())
    assert "2026-09-07 不计入 收到当日不计入" in text
    assert "2026-09-08 第1个工作日 计入" in text
    assert "2026-09-10 第3个工作日 计入" in text


def test_a_reload_of_the_receipt_shows_the_same_number_and_code(citizen: Visitor, office: FullOffice) -> None:
    citizen.get("/complaints/new")
    fields = {**FIELDS, "submission_id": citizen.submission_id}
    first, second = (citizen.post("/complaints/new", fields) for _ in range(2))
    assert (number_of(first), code_of(first)) == (number_of(second), code_of(second))
    assert len(office.rows(Complaint)) == 1


def test_a_form_sent_again_names_the_files_that_were_not_taken_again(
    citizen: Visitor, office: FullOffice
) -> None:
    """R18: whoever lost the first answer does not believe that the file is on record."""
    citizen.get("/complaints/new")
    form_id, pages = citizen.submission_id, []
    for _ in range(2):
        files = [(BytesIO(photo()), "现场.jpg"), (BytesIO(b"MZ"), "程序.exe")]
        sent = {**FIELDS, "submission_id": form_id, "attachments": files}
        pages.append(citizen.post("/complaints/new", sent))
    first, second = (text_of(page) for page in pages)
    assert "程序.exe: " in first
    assert first == second
    assert len(office.rows(Evidence)) == 1


def test_a_changed_form_under_the_id_of_a_receipt_is_said_not_to_be_on_file(
    citizen: Visitor, office: FullOffice
) -> None:
    """Back from the receipt, something added, sent: that is no repeat, and with the next click a case of its own."""
    citizen.get("/complaints/new")
    first_id = citizen.submission_id
    assert citizen.post("/complaints/new", {**FIELDS, "submission_id": first_id}).status_code == 200
    other = {**FIELDS, "content": "另有一事：取号机坏了。"}
    changed = citizen.post("/complaints/new", {**other, "submission_id": first_id})
    assert changed.status_code == 422
    assert '<a href="#submission_id">' in changed.text
    assert "取号机坏了" in changed.text
    assert citizen.submission_id != first_id
    again = citizen.post("/complaints/new", {**other, "submission_id": citizen.submission_id})
    assert again.status_code == 200
    assert [row.matter for row in office.rows(Complaint)] == [FIELDS["content"], other["content"]]


def test_the_form_is_kept_unchanged_with_its_hash(citizen: Visitor, office: FullOffice) -> None:
    citizen.file(content="  两行\r\n原文  ", anonymous="true")
    (receipt,) = office.rows(Receipt)
    raw = json.loads(receipt.raw_text)
    assert raw["content"] == "  两行\r\n原文  "
    assert "csrf_token" not in raw
    assert receipt.raw_sha256 == hashlib.sha256(receipt.raw_text.encode()).hexdigest()


def test_missing_fields_are_named_and_everything_typed_is_kept(citizen: Visitor, office: FullOffice) -> None:
    page = citizen.file(content=" ", phone="", wanted="请<b>道歉</b>", respondent_window="C03")
    assert page.status_code == 422
    assert '<a href="/complaints/new/what#content">发生了什么: 此项必填</a>' in page.text
    assert (
        '<a href="/complaints/new/you#phone">电话: 请留电话、邮箱或通信地址之一，或选择匿名</a>' in page.text
    )
    assert "请&lt;b&gt;道歉&lt;/b&gt;" in page.text
    assert 'value="C03"' in page.text
    assert office.rows(Complaint) == []


def test_a_corrected_form_files_under_the_id_of_the_first_try(citizen: Visitor, office: FullOffice) -> None:
    citizen.get("/complaints/new")
    first_id = citizen.submission_id
    citizen.post("/complaints/new", {**FIELDS, "content": "", "submission_id": first_id})
    assert citizen.submission_id == first_id
    assert citizen.post("/complaints/new", {**FIELDS, "submission_id": first_id}).status_code == 200
    assert office.rows(Complaint)[0].submission_id == first_id


def test_an_anonymous_complaint_needs_no_name(citizen: Visitor) -> None:
    """R17: the register holds both, anonymous and real-name complaints."""
    assert citizen.file(anonymous="true", name="", phone="").status_code == 200


def test_too_long_a_text_is_refused_by_name(citizen: Visitor) -> None:
    page = citizen.file(wanted="字" * 4001)
    assert page.status_code == 422
    assert "您的诉求: 内容过长" in text_of(page)


def test_a_submission_id_that_no_form_made_gets_a_new_one(citizen: Visitor, office: FullOffice) -> None:
    page = citizen.file(submission_id="../x")
    assert page.status_code == 422
    assert citizen.submission_id != "../x"
    assert office.rows(Complaint) == []


def test_a_mistyped_file_is_named_and_does_not_stop_the_complaint(
    citizen: Visitor, office: FullOffice
) -> None:
    page = citizen.file(attachments=(BytesIO(b"MZ" + bytes(64)), "照片.jpg", "image/jpeg"))
    assert page.status_code == 200
    assert "照片.jpg: 文件内容与名称或类型不符" in text_of(page)
    assert office.rows(Evidence) == []


def test_an_oversized_request_gets_413_with_what_to_do(office: FullOffice) -> None:
    visitor = Visitor(build_app(office, max_upload_bytes=10_000))
    page = visitor.file(attachments=(BytesIO(bytes(20_000)), "大.pdf", "application/pdf"))
    assert page.status_code == 413
    assert "提交的内容过大" in page.text
    assert office.rows(Complaint) == []


def test_an_oversized_file_is_named_on_the_receipt(citizen: Visitor) -> None:
    big = BytesIO(photo() + bytes(20 * 1024 * 1024))
    page = citizen.file(attachments=(big, "大.jpg", "image/jpeg"))
    assert page.status_code == 200
    assert "大.jpg: 文件超过20 MB" in text_of(page)


def test_a_locked_database_answers_503_and_keeps_what_was_typed(
    citizen: Visitor, office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = office.database._write_lock
    assert lock is not None
    citizen.get("/complaints/new")
    fields = {**FIELDS, "submission_id": citizen.submission_id}
    # The database of this process serves the tests after this one too, and they have to wait as long as ever.
    monkeypatch.setattr(lock, "_patience", Patience(seconds=0.05))
    with office.database.write_transaction():
        page = citizen.post("/complaints/new", fields)
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert FIELDS["content"] in page.text
    assert citizen.submission_id == fields["submission_id"]
    assert citizen.post("/complaints/new", fields).status_code == 200
    assert len(office.rows(Complaint)) == 1


def test_filing_is_limited_per_address_and_says_so(citizen: Visitor) -> None:
    for _ in range(FILINGS_PER_ADDRESS.limit):
        assert citizen.file().status_code == 200
    page = citizen.file()
    assert page.status_code == 429
    assert FIELDS["content"] in page.text


def test_a_filled_honeypot_files_nothing(citizen: Visitor, office: FullOffice) -> None:
    assert citizen.file(website="http://spam.example").status_code == 422
    assert office.rows(Complaint) == []


def test_a_page_that_lay_open_too_long_comes_back_with_everything_typed(
    citizen: Visitor, office: FullOffice
) -> None:
    """The cookie that the token is bound to is gone; sending again with the fresh token files."""
    citizen.get("/complaints/new")
    fields = {**FIELDS, "submission_id": citizen.submission_id}
    citizen.client.delete_cookie("jb_visitor")
    page = citizen.post("/complaints/new", fields)
    assert page.status_code == 403
    assert "页面已过期" in page.text
    assert FIELDS["content"] in page.text
    assert office.rows(Complaint) == []
    assert citizen.post("/complaints/new", fields).status_code == 200


def test_a_form_sent_by_another_site_is_not_even_shown(citizen: Visitor) -> None:
    citizen.get("/complaints/new")
    page = citizen.post("/complaints/new", FIELDS, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert FIELDS["content"] not in page.text
