"""Both dates that a complainant waits for, on the pages of the real web server (DM-18)."""

from __future__ import annotations

import secrets

from tests.served_office import ServedOffice
from tests.unit.services.projected_task import accept, walk_to
from tests.web.pages import text_of

HANDLED = "办结最迟2026-09-14 17:00，答复最迟2026-09-16 17:00。"


def progress_of(served: ServedOffice, number: str, code: str) -> str:
    citizen = served.visitor()
    citizen.get("/progress")
    return text_of(citizen.post("/progress", {"number": number, "query_code": code}))


def test_the_complainant_reads_until_when_it_is_decided_and_until_when_answered(
    served_office: ServedOffice,
) -> None:
    """DM-18: 办结 alone was told, and the answer came two working days after it."""
    office = served_office.office
    filed = office.file(address=f"dates-{secrets.token_hex(4)}")
    assert "办结最迟" not in progress_of(served_office, filed.number, filed.query_code)
    accept(office, filed.complaint_id)
    page = progress_of(served_office, filed.number, filed.query_code)
    assert HANDLED in page
    receipt = text_of(served_office.visitor("wen.rusheng").get(f"/cases/{filed.complaint_id}/receipt"))
    assert "办结最迟 2026-09-14 17:00" in receipt
    assert "答复最迟 2026-09-16 17:00" in receipt


def test_once_it_is_decided_the_answer_is_due_by_its_own_limit(served_office: ServedOffice) -> None:
    """R62: approved early, answered early; what was computed before gives way to what runs."""
    office = served_office.office
    filed = office.file(address=f"dates-{secrets.token_hex(4)}")
    walk_to(office, filed.complaint_id, "give-answer")
    page = progress_of(served_office, filed.number, filed.query_code)
    assert "答复最迟 2026-09-09 17:00" in page


def test_the_receipt_of_the_filing_tells_both_limits_before_the_acceptance(
    served_office: ServedOffice,
) -> None:
    """Which class it is stands with the acceptance; how long each may take is told at once."""
    citizen = served_office.visitor()
    citizen.get("/complaints/new")
    fields = {"content": "9月3日C03窗口多要了一份证明。", "wanted": "按指南收件", "anonymous": "true"}
    sent = citizen.post("/complaints/new", {**fields, "submission_id": citizen.submission_id})
    page = text_of(sent)
    assert "办结最迟 受理之日起" in page
    assert "答复最迟 办结后 2" in page
