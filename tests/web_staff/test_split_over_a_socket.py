"""A file is taken apart on the pages of the real web server, and its person reads both with the codes that he is told."""

from __future__ import annotations

import re
import secrets

from models.case.complaint import Complaint
from models.case.file_split import FileSplit
from tests.served_office import ServedOffice
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send

CLERK, READER = "wen.rusheng", "du.daodi"
REASON = "住院报销与购房落户互不相干，一事一卷"
TOLD = "B01窗口办理购房落户时要求开发商出具结清证明"


def test_a_clerk_takes_a_file_apart_and_the_complainant_reads_both(served_office: ServedOffice) -> None:
    office, clerk = served_office.office, served_office.visitor(CLERK)
    filed = office.file(address=f"split-{secrets.token_hex(4)}")
    case = filed.complaint_id
    page = clerk.get(f"/cases/{case}/acts/split-file")
    assert "分立（一事一卷）" in text_of(page)
    form = form_of(page.text)
    assert form["data"]["first_told_on"] == "2026-09-07"
    told = {"told_matter": TOLD, "first_told_on": "2026-09-01", "counts_from": "split"}
    assert send(clerk, form["submitUrl"], told)[0] == 422, "not without a reason"
    assert send(clerk, form["submitUrl"], {**told, "reason": REASON})[0] == 200
    assert send(clerk, form["submitUrl"], {**told, "reason": REASON})[0] == 200
    (row,) = office.rows(FileSplit, first_id=case)
    (second,) = office.rows(Complaint, id=row.complaint_id)

    first_page, second_page = read_file(clerk, case), read_file(clerk, second.id)
    assert f'href="/cases/{second.id}">{second.number}' in first_page.text
    assert f'href="/cases/{case}">{filed.number}' in second_page.text
    for page, words in ((first_page, "由本件分立"), (second_page, "本件由其分立")):
        assert words in text_of(page)
        assert REASON in text_of(page)
        assert "2026-09-01" in text_of(page)
    assert TOLD in text_of(second_page)

    citizen = served_office.visitor()
    citizen.get("/progress")
    seen = citizen.post("/progress", {"number": filed.number, "query_code": filed.query_code})
    assert "另立一件办理" in text_of(seen)
    (code,) = set(re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", seen.text)) - {filed.query_code}
    assert second.number in seen.text
    assert code not in first_page.text + second_page.text, "the staff never read it"
    other = citizen.post("/progress", {"number": second.number, "query_code": code})
    assert f"{second.number}" in text_of(other)
    assert "您的另一件投诉" in text_of(other)
    assert filed.query_code not in other.text
