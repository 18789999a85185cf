"""The date that a channel asks for, from the registration to both pages."""

from __future__ import annotations

import re

import httpx

from models.case.complaint import Complaint
from models.clock.legal_time import to_beijing
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.test_matter_ways import ACCEPT, decide
from tests.web.case_file import read_file
from tests.web.pages import number_of, text_of

CLERK = "wen.rusheng"
TOLD = "9月3日我到C03窗口申领失业保险金，窗口要我补一张指南上没有的证明。"


def register(clerk: SocketVisitor, asked: str) -> httpx.Response:
    clerk.get("/register")
    fields = {
        "submission_id": clerk.submission_id,
        "channel": "hotline_12345",
        "received_at": "2026-09-07T09:30",
        "raw_text": "12345工单，办理时限见工单",
        "content": TOLD,
        "name": "简一趟",
        "phone": "199-0000-0201",
        "channel_due_at": asked,
    }
    return clerk.post("/register", fields)


def test_a_date_that_cannot_be_is_marked_and_the_earlier_one_is_told_on_both_pages(
    served_office: ServedOffice,
) -> None:
    """Issue 9: the earlier of ours and the channel's counts; the page says which and why."""
    clerk, office = served_office.visitor(CLERK), served_office.office
    refused = register(clerk, "2026-09-07T09:00")
    assert refused.status_code == 422
    assert 'href="#channel_due_at"' in refused.text
    assert "2026-09-07T09:00" in refused.text
    done = register(clerk, "2026-09-10T11:30")
    assert done.status_code == 200, text_of(done)
    number = number_of(done)
    code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", done.text)
    assert code is not None
    case = office.rows(Complaint, number=number)[0]
    assert to_beijing(case.channel_due_at).isoformat() == "2026-09-10T11:30:00+08:00"
    decide(office, case.id, ACCEPT, complexity="simple")
    why = "来件渠道（12345热线转办）要求2026-09-10 11:30前办结，早于本中心期限的2026-09-14 17:00，以先到者为准。"
    assert why in text_of(read_file(clerk, case.id))
    citizen = served_office.visitor()
    citizen.get("/progress")
    page = text_of(citizen.post("/progress", {"number": number, "query_code": code[0]}))
    assert why in page
    assert "2026-09-10 11:30" in page
