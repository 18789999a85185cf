"""匿名投诉办理情况 on the real web server: chosen by period, printed, empty and too few."""

from __future__ import annotations

from tests.served_office import ServedOffice
from tests.web.pages import text_of

CLERK, PLACE = "wen.rusheng", "/anonymous-list"


def test_a_clerk_chooses_a_period_and_prints_the_sheet(served_office: ServedOffice) -> None:
    clerk = served_office.visitor(CLERK)
    empty = clerk.get(f"{PLACE}?since=2020-01-01&until=2020-01-31")
    assert "该期间没有" in text_of(empty)
    assert "sheet.pdf" not in empty.text
    clerk.get("/register")
    for _ in range(5):
        fields = {
            "submission_id": clerk.submission_id,
            "channel": "letter",
            "received_at": "2026-05-12T09:00",
        }
        fields |= {"anonymous": "true", "content": "E03窗口没有人。", "raw_text": "来信原文"}
        fields |= {"opened_by_first": CLERK, "opened_by_second": "jian.dengji"}
        assert clerk.post("/register", fields).status_code == 200
        clerk.get("/register")
    page = clerk.get(f"{PLACE}?since=2026-05-01&until=2026-05-31")
    assert "E03" not in page.text
    for words in ("5件匿名投诉", "2026-05", "已登记"):
        assert words in text_of(page).replace(" ", ""), words
    sheet = clerk.get(f"{PLACE}/sheet.pdf?since=2026-05-01&until=2026-05-31")
    assert sheet.content.startswith(b"%PDF-")
    assert sheet.headers["content-disposition"].startswith("attachment")
    for wrong in ("since=x", "since=2026-05-02&until=2026-05-01"):
        refused = clerk.get(f"{PLACE}?{wrong}")
        assert refused.status_code == 422
        assert 'aria-invalid="true"' in refused.text
        assert clerk.get(f"{PLACE}/sheet.pdf?{wrong}").status_code == 422
    for login in ("ren.shebao", "guan.xitong"):
        assert served_office.visitor(login).get(f"{PLACE}/sheet.pdf").status_code == 403
