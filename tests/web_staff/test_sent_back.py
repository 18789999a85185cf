"""A task that is there again says who sent it back and why, and holds what was written before (UX-9)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task, submit, walk_to
from tests.web.pages import Visitor, text_of

SignIn = Callable[[str], Visitor]
HANDLER = "xun.wenshi"
APPROVER = "heng.gongyun"
WHY = "第二项依据不足，请补充"
OPINION = {
    "finding": "substantiated",
    "disposals": ["correct_error"],
    "reason": "有依据",
    "basis": "办事指南",
}


@pytest.fixture
def case(office: FullOffice) -> str:
    """An opinion with a summary that waits for its approval."""
    complaint_id = office.file().complaint_id
    walk_to(office, complaint_id, "record-findings")
    found = {"finding": "substantiated", "facts": "属实"}
    told = {"methods": ["documents"], "evidence_note": "收据一份", "respondent_statement": "承认误用清单"}
    submit(office, complaint_id, "record-findings", HANDLER, **told, claims=[found] * 2)
    submit(office, complaint_id, "draft-opinion", HANDLER, summary="综合意见原文", claims=[OPINION] * 2)
    return complaint_id


def see(visitor: Visitor, key: str) -> tuple[str, dict]:
    """The words of a task's page, and the data that its form is filled with."""
    page = visitor.get(f"/tasks/{key}")
    found = re.search(r'id="task-form-data">(.*?)</script>', page.text, re.S)
    assert found
    return text_of(page), json.loads(found[1])["data"]


def send_back(office: FullOffice, case: str, decision: str) -> None:
    office.clock.set("2026-09-08T10:00")
    submit(office, case, "approve-opinion", APPROVER, opinion_decision=decision, comment=WHY)


def test_a_returned_opinion_says_who_and_why_and_keeps_its_text(
    office: FullOffice, case: str, sign_in: SignIn
) -> None:
    """UX-9: the summary came back empty, and nothing said that it had been returned."""
    send_back(office, case, "return")
    words, data = see(sign_in(HANDLER), add_task(office, case, "draft-opinion"))
    assert "已退回" in words
    assert "衡公允" in words
    assert APPROVER not in words
    assert WHY in words
    assert data["summary"] == "综合意见原文"
    assert [row["basis"] for row in data["claims"]] == ["办事指南"] * 2


def test_a_case_sent_back_to_the_investigation_says_so_at_its_tasks(
    office: FullOffice, case: str, sign_in: SignIn
) -> None:
    """UX-9: the findings hold what was recorded before."""
    send_back(office, case, "investigate")
    words, data = see(sign_in(HANDLER), add_task(office, case, "record-findings"))
    assert "须补充调查" in words
    assert WHY in words
    assert (data["evidence_note"], data["respondent_statement"]) == ("收据一份", "承认误用清单")
    assert data["methods"] == ["documents"]


def test_a_first_draft_and_one_answered_since_say_nothing_of_a_return(
    office: FullOffice, case: str, sign_in: SignIn
) -> None:
    """UX-9: the reason stands where it is still open, not for ever."""
    visitor = sign_in(HANDLER)
    assert "已退回" not in see(visitor, add_task(office, case, "draft-opinion"))[0]
    send_back(office, case, "return")
    office.clock.set("2026-09-08T11:00")
    submit(office, case, "draft-opinion", HANDLER, summary="改过的意见", claims=[OPINION] * 2)
    words, data = see(visitor, add_task(office, case, "draft-opinion"))
    assert "已退回" not in words
    assert data["summary"] == "改过的意见"


def test_a_review_that_returns_is_told_at_the_draft_too(
    office: FullOffice, case: str, sign_in: SignIn
) -> None:
    """UX-9: where the centre has opinions reviewed before they are approved."""
    office.clock.set("2026-09-08T10:00")
    submit(office, case, "review-opinion", APPROVER, review_decision="return", comment=WHY)
    words, _ = see(sign_in(HANDLER), add_task(office, case, "draft-opinion"))
    assert "已退回" in words
    assert WHY in words
