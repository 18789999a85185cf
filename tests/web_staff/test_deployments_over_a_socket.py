"""The review of a version, typed in Chinese and read back through the real web server."""

from __future__ import annotations

from tests.served_office import ServedOffice
from tests.web.pages import text_of
from tests.web_staff.test_deployments_page import PAGE, SUPERVISOR, enter

KEY = "2251799813685777"
REASON = "处置科王科长提出；核对了图与表单，少了审批，已通知改回。"


def test_a_review_is_typed_and_read_in_chinese(served_office: ServedOffice) -> None:
    """OW-7, OW-25: over a socket, without an engine: the office's own record needs none."""
    enter(served_office.office, KEY)
    supervisor = served_office.visitor(SUPERVISOR)
    page = supervisor.get(PAGE)
    assert page.status_code == 200
    assert "未经审核" in text_of(page)
    decide = f"/deployments/versions/{KEY}/decision"
    assert supervisor.post(decide, {"decision": "confirm", "reason": ""}).status_code == 422
    assert supervisor.post(decide, {"decision": "confirm", "reason": REASON}).status_code == 303
    shown = text_of(supervisor.get(PAGE))
    assert REASON in shown
    assert "每个版本都有人负责" in shown
    assert served_office.visitor("wen.rusheng").get(PAGE).status_code == 403
