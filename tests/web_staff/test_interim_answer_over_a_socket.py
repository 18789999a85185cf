"""The interim answer on the pages of the real web server: asked for, given, read at the query code (DM-8, UX-16)."""

from __future__ import annotations

import secrets

from tests.served_office import ServedOffice
from tests.told_by_call import CALL
from tests.unit.services.test_answer_sending import HANDLER
from tests.unit.services.test_interim_answer import approved
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web.test_told_dates_over_a_socket import progress_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send

ASKED = "部分事项已有处理意见，其余事项尚在其他单位办理，请先行答复"


def test_the_case_page_asks_for_it_and_the_complainant_reads_what_is_decided_and_where_the_rest_is(
    served_office: ServedOffice,
) -> None:
    """DM-8, UX-16: one matter outside held back the answer on the others, without a date."""
    office = served_office.office
    filed = approved(office, address=f"interim-{secrets.token_hex(4)}")
    case = filed.complaint_id
    assert "2026-09-09 17:00" in progress_of(served_office, filed.number, filed.query_code)
    handler = served_office.visitor(HANDLER)
    page = text_of(read_file(handler, case))
    assert ASKED in page
    assert "最迟2026-09-09 17:00" in page.split(ASKED)[1][:60]
    form = form_of(handler.get(f"/cases/{case}/acts/give-interim-answer").text)
    assert "属实" in form["data"]["answer_text"]
    assert "有结果后另行答复" in form["data"]["pending_text"]
    told = {
        "answer_text": "第1项：经查属实，已更正。",
        "pending_text": "第2项已转城管执法支队，有结果另行答复。",
    }
    status, body = send(handler, form["submitUrl"], {**told, "ways": ["phone", "sms"], **CALL})
    assert status == 200
    done = text_of(handler.get(body["location"]))
    assert ASKED not in done
    assert told["answer_text"] in done
    seen = progress_of(served_office, filed.number, filed.query_code)
    for words in ("先行答复", *told.values()):
        assert words in seen, words
