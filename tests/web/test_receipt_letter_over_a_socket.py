"""The receipt on paper, from the real web server: right after filing, later, with and without one more proof."""

from __future__ import annotations

import hashlib
import re
import uuid
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import word_moment
from models.ledger.trail_event import TrailEvent
from tests.served_office import ServedOffice, SocketVisitor
from tests.web.letter_words import letter_words
from tests.web.pages import FIELDS

FILED = {**FIELDS, "content": "9月3日下午，C03窗口要我补一张指南上没有的证明。𠮷", "name": "氚一趟"}


def file(visitor: SocketVisitor) -> dict[str, str]:
    """File; the fields of the form on the receipt."""
    visitor.get("/complaints/new")
    page = visitor.post("/complaints/new", {**FILED, "submission_id": uuid.uuid4().hex})
    form = page.text.partition('action="/progress/receipt"')[2].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(number|query_code|ticket)" value="([^"]+)"', form))


def key_of(fields: dict[str, str]) -> dict[str, str]:
    return {"number": fields["number"], "query_code": fields["query_code"]}


def test_whoever_filed_gets_a_receipt_with_all_that_he_needs_and_a_copy_of_what_he_wrote(
    served_office: ServedOffice,
) -> None:
    """DM-26, and the row 登记回执 of DM-27: head, number, code, the date of the decision, rights, duties, his words."""
    visitor = served_office.visitor()
    fields = file(visitor)
    answer = visitor.post("/progress/receipt", fields)
    assert answer.status_code == 200
    assert f"投诉登记回执-{fields['number']}.pdf" in unquote(answer.headers["Content-Disposition"])
    assert answer.headers["Cache-Control"] == "no-store"
    words = letter_words(answer)
    complaint = served_office.office.rows(Complaint, number=fields["number"])[0]
    (clock,) = served_office.office.rows(Clock, complaint_id=complaint.id, kind=ClockKind.ACCEPTANCE)
    told = [
        "投诉登记回执",
        fields["number"],
        fields["query_code"],
        FILED["content"],
        "登记不等于受理",
        word_moment(clock.due_at),
    ]
    told += [
        "申请复查",
        "您的姓名和联系方式不告知被投诉的单位和个人",
        "（此处盖章）",
        "电话：",
        "地址：",
        "第1页，共",
    ]
    assert [part for part in told if re.sub(r"\s", "", part) not in words] == []
    assert "氚一趟" not in words  # it may lie about: whose it is, its owner knows


def test_it_is_on_record_with_its_digest_and_the_same_each_time(served_office: ServedOffice) -> None:
    visitor = served_office.visitor()
    fields = file(visitor)
    first = visitor.post("/progress/receipt", key_of(fields))
    carelessly = {"query_code": fields["query_code"].lower().replace("-", " ")}
    second = visitor.post("/progress/receipt", key_of(fields) | carelessly)
    assert first.content == second.content
    complaint = served_office.office.rows(Complaint, number=fields["number"])[0]
    events = served_office.office.rows(TrailEvent, complaint_id=complaint.id, kind="letter.printed")
    assert [event.payload["sha256"] for event in events] == [hashlib.sha256(first.content).hexdigest()] * 2
    assert {event.payload["letter"] for event in events} == {"receipt"}


def test_later_his_words_are_on_it_after_one_more_proof_alone(served_office: ServedOffice) -> None:
    """Number and code may lie about; a leave of another browser, or of another case, opens nothing."""
    owner = served_office.visitor()
    fields = file(owner)
    stranger = served_office.visitor()
    for ticket in ("", "x", fields["ticket"]):
        words = letter_words(stranger.post("/progress/receipt", key_of(fields) | {"ticket": ticket}))
        assert fields["number"] in words
        assert FILED["content"] not in words
    other = file(owner)
    assert FILED["content"] not in letter_words(
        owner.post("/progress/receipt", key_of(fields) | {"ticket": other["ticket"]})
    )
    stranger.post("/progress/own", key_of(fields) | {"mark": FILED["phone"]})
    assert FILED["content"] in letter_words(stranger.post("/progress/receipt", key_of(fields)))


@pytest.mark.parametrize(
    "wrong", [{"query_code": "0"}, {"number": "YH-2026-999999"}, {"number": "", "query_code": ""}]
)
def test_who_has_not_both_gets_the_question_again_and_no_paper(
    served_office: ServedOffice, wrong: dict[str, str]
) -> None:
    visitor = served_office.visitor()
    fields = file(visitor)
    answer = visitor.post("/progress/receipt", key_of(fields) | wrong)
    assert answer.status_code == 404
    assert 'name="query_code"' in answer.text
    assert FILED["content"] not in answer.text


def test_a_browser_saves_it_from_the_progress_page(served_office: ServedOffice, browser: Browser) -> None:
    """On a telephone; the page stays as it is."""
    with served_office.page(browser, 390) as page:
        fields = file(served_office.visitor())
        page.goto("/progress")
        page.locator("[name=number]").fill(fields["number"])
        page.locator("[name=query_code]").fill(fields["query_code"])
        page.locator("[name=query_code]").press("Enter")
        with page.expect_download() as saved:
            page.get_by_role("button", name="下载登记回执（PDF）").click()
        assert saved.value.suggested_filename == f"投诉登记回执-{fields['number']}.pdf"
        assert fields["number"] in page.get_by_role("heading", level=1).inner_text()
