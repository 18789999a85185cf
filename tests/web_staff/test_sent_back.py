"""A task that is there again says who sent it back and why, and holds what was written before (UX-9).

On its page as the real web server sends it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from models.vault.keyring import Keyring
from tests.said_of_disposals import SAID
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.projected_task import add_task, submit, walk_to
from tests.web.pages import text_of

HANDLER = "xun.wenshi"
APPROVER = "heng.gongyun"
WHY = "第二项依据不足，请补充"
OPINION = {
    "finding": "substantiated",
    **SAID,
    "disposals": ["correct_error"],
    "reason": "有依据",
    "basis": "办事指南",
}


_addresses = count(1)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own, since its clock goes on between a task and its return."""
    with serve_office(tmp_path_factory.mktemp("sent-back"), sqlite_office_template) as served:
        yield served


@pytest.fixture
def case(served: ServedOffice) -> str:
    """An opinion with a summary that waits for its approval."""
    complaint_id = served.office.file(address=f"192.0.2.{next(_addresses)}").complaint_id
    walk_to(served.office, complaint_id, "record-findings")
    found = {
        "finding": "substantiated",
        "facts": "属实",
        "heard": "当面听取了窗口说明",
        "uncited_reason": "录像在卷",
        "responsibility": "unit",
    }
    told = {"methods": ["documents"], "evidence_note": "收据一份", "respondent_statement": "承认误用清单"}
    submit(served.office, complaint_id, "record-findings", HANDLER, **told, matters=[found] * 2)
    draft(served, complaint_id, "综合意见原文")
    return complaint_id


def draft(served: ServedOffice, case: str, summary: str) -> None:
    submit(served.office, case, "draft-opinion", HANDLER, summary=summary, matters=[OPINION] * 2)


def see(served: ServedOffice, case: str, form: str) -> tuple[str, dict]:
    """The words of the page of a new task of the handler, and the data that its form is filled with."""
    key = add_task(served.office, case, form)
    page = served.visitor(HANDLER).get(f"/tasks/{key}")
    found = re.search(r'id="task-form-data">(.*?)</script>', page.text, re.S)
    assert found
    return text_of(page), json.loads(found[1])["data"]


def an_hour_later(served: ServedOffice) -> None:
    served.office.clock.set((served.office.clock.now() + timedelta(hours=1)).isoformat())


def send_back(served: ServedOffice, case: str, decision: str) -> None:
    an_hour_later(served)
    submit(served.office, case, "approve-opinion", APPROVER, opinion_decision=decision, comment=WHY)


def test_a_returned_opinion_says_who_and_why_and_keeps_its_text(served: ServedOffice, case: str) -> None:
    """UX-9: the summary came back empty, and nothing said that it had been returned."""
    send_back(served, case, "return")
    words, data = see(served, case, "draft-opinion")
    assert "已退回" in words
    assert "衡公允" in words
    assert APPROVER not in words
    assert WHY in words
    assert data["summary"] == "综合意见原文"
    assert [row["basis"] for row in data["matters"]] == ["办事指南"] * 2


def test_a_case_sent_back_to_the_investigation_says_so_at_its_tasks(served: ServedOffice, case: str) -> None:
    """UX-9: the findings hold what was recorded before."""
    send_back(served, case, "investigate")
    words, data = see(served, case, "record-findings")
    assert "须补充调查" in words
    assert WHY in words
    assert (data["evidence_note"], data["respondent_statement"]) == ("收据一份", "承认误用清单")
    assert data["methods"] == ["documents"]


def test_a_first_draft_and_one_answered_since_say_nothing_of_a_return(
    served: ServedOffice, case: str
) -> None:
    """UX-9: the reason stands where it is still open, not for ever."""
    assert "已退回" not in see(served, case, "draft-opinion")[0]
    send_back(served, case, "return")
    an_hour_later(served)
    draft(served, case, "改过的意见")
    words, data = see(served, case, "draft-opinion")
    assert "已退回" not in words
    assert data["summary"] == "改过的意见"


def test_a_review_that_returns_is_told_at_the_draft_too(served: ServedOffice, case: str) -> None:
    """UX-9: where the centre has opinions reviewed before they are approved."""
    an_hour_later(served)
    submit(served.office, case, "review-opinion", APPROVER, review_decision="return", comment=WHY)
    words, _ = see(served, case, "draft-opinion")
    assert "已退回" in words
    assert WHY in words
