"""A review that the rules refuse: the complainant reads why and what is left to him, and the office tells it in writing."""

from __future__ import annotations

from datetime import timedelta

import httpx
from sqlalchemy import update

from models.beside.refused_review import RefusedReview
from models.beside.review import Review
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.clock.legal_time import beijing_date, word_day
from services.filing.new_case import FiledComplaint
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import walk_to
from tests.unit.services.standing_case import CLERK, answer, file_as
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send

WORDS = "一直在外地住院，昨天才看到答复"
NO_MORE = "您的复查申请已收到并记录在案，依规定不予受理： 已超过申请复查的期限。"
LEFT = "依法申请行政复议或者提起行政诉讼"


def answered_long_ago(served: ServedOffice) -> FiledComplaint:
    """His own matter, answered sixty days ago."""
    office = served.office
    filed = file_as(office, "own")
    walk_to(office, filed.complaint_id, "give-answer")
    answer(office, filed.complaint_id)
    then = office.clock.now() - timedelta(days=60)
    with office.unit_of_work() as unit:
        for table, moment in ((Answer, "published_at"), (AnswerSending, "sent_at")):
            of_case = update(table).where(table.complaint_id == filed.complaint_id)
            unit.session.execute(of_case.values({moment: then}))
    return filed


def ask(
    served: ServedOffice, filed: FiledComplaint, reason: str, times: int = 1
) -> tuple[str, httpx.Response]:
    """The words of the progress page before, and what comes of the form, sent so often."""
    visitor = served.visitor()
    visitor.get("/progress")
    key = {"number": filed.number, "query_code": filed.query_code}
    before = visitor.post("/progress", key)
    form = {**key, "reason": reason, "submission_id": visitor.submission_id}
    pages = [visitor.post("/progress/review", form) for _ in range(times)]
    return text_of(before), pages[-1]


def test_who_asks_too_late_reads_an_answer_and_the_office_finds_it_and_tells_it_in_writing(
    served_office: ServedOffice,
) -> None:
    """He is told the reason, with the right place to go: at his query code and in a letter."""
    filed = answered_long_ago(served_office)
    before, page = ask(served_office, filed, " ")
    assert "您仍可以提出，我们会书面告知不予受理的理由和其他途径。" in before
    assert page.status_code == 422
    _, page = ask(served_office, filed, WORDS, times=2)
    told = text_of(page)
    assert page.status_code == 200
    (row,) = served_office.office.rows(RefusedReview, complaint_id=filed.complaint_id)
    assert row.times == 1
    asked = told.split("不予受理的复查申请")[1]
    days = [word_day(day) for day in (row.told_on, row.last_day) if day is not None]
    assert [part for part in (WORDS, *days, LEFT) if part not in asked] == []
    assert NO_MORE in told
    assert 'action="/progress/review"' not in page.text

    clerk = served_office.visitor(CLERK)
    shown = read_file(clerk, filed.complaint_id).text.split('id="refused-reviews"')[1].split("</section>")[0]
    assert [
        part for part in (WORDS, "凭查询码提出", *days, f"/{filed.complaint_id}/letters") if part not in shown
    ] == []
    assert "复查不予受理告知书" in text_of(clerk.get(f"/cases/{filed.complaint_id}/letters"))
    assert "复查申请不予受理" in text_of(clerk.get(f"/cases/{filed.complaint_id}/history"))


def test_a_letter_that_comes_too_late_is_taken_down_and_its_form_says_what_the_rules_say(
    served_office: ServedOffice,
) -> None:
    filed = answered_long_ago(served_office)
    clerk = served_office.visitor(CLERK)
    form = form_of(clerk.get(f"/cases/{filed.complaint_id}/acts/request-review").text)
    told = form["data"]["refusal"]
    assert told == "申请超过了申请复查的期限。登记后不开始复查，应当书面告知投诉人（复查不予受理告知书）。"
    sent = {"reason": WORDS, "way": "letter", "opened_by_second": "jian.dengji"}
    assert send(clerk, form["submitUrl"], sent)[0] == 200
    (row,) = served_office.office.rows(RefusedReview, complaint_id=filed.complaint_id)
    assert (row.way, row.opened_by, row.reason) == ("letter", [CLERK, "jian.dengji"], WORDS)
    assert row.requested_at is not None and beijing_date(row.requested_at) > row.last_day
    assert served_office.office.rows(Review, complaint_id=filed.complaint_id) == []
    _, page = ask(served_office, filed, "再次申请")
    (row,) = served_office.office.rows(RefusedReview, complaint_id=filed.complaint_id)
    assert (row.times, row.reason) == (2, WORDS)
    assert NO_MORE in text_of(page)
