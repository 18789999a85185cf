"""What the complainant reads once matters are decided and the answer is out."""

from __future__ import annotations

import pytest
from flask import Flask

from api.citizen.progress_page import progress_page
from models.case.lifecycle import Outcome, Stage
from models.clock.legal_time import parse_moment
from models.ground.codes import Finding, MatterDecision, NonAcceptGround
from services.views.progress import AnswerLine, Progress, ProgressStep, PublishedAnswer
from services.views.progress_holder import Holder
from services.views.progress_waiting import Waiting
from services.views.progress_words import OwnWords

ACCEPTED = AnswerLine(
    no=1,
    text="按公布的办事指南收件",
    decision=MatterDecision.ACCEPT,
    finding=Finding.SUBSTANTIATED,
    disposals=("correct_error", "improve_service"),
    ground=None,
    basis=None,
    right_place=None,
)
REFUSED = AnswerLine(
    no=2,
    text="撤销法院的判决",
    decision=MatterDecision.REFUSE,
    finding=None,
    disposals=(),
    ground=NonAcceptGround.IN_TRIAL,
    basis="《政务服务投诉处置规范》不受理情形",
    right_place="市中级人民法院",
)


def progress(answer: PublishedAnswer | None) -> Progress:
    return Progress(
        complaint_id="c-1",
        number="YH-2026-000001",
        stage=Stage.FEEDBACK,
        outcome=Outcome.ACCEPTED,
        received_at=parse_moment("2026-09-07T10:00"),
        acceptance_due_at=parse_moment("2026-09-10T17:00"),
        resolve_due_at=parse_moment("2026-09-22T17:00"),
        steps=(
            ProgressStep("RECEIVED", parse_moment("2026-09-07T10:00")),
            ProgressStep("ACCEPTED", parse_moment("2026-09-08T09:30")),
        ),
        refused_matters=(REFUSED,),
        answer=answer,
        words=OwnWords("窗口多要了一份证明。", None, None, None, ()),
        waiting=Waiting(
            parse_moment("2026-09-09T10:00"), Holder("投诉处置科", "0000-8800-1234", None), None, 30, "cd"
        ),
        matters=(ACCEPTED, REFUSED),
        open_supplements=(),
        extensions=(),
        referrals=(),
        withdrawal_state=None,
        merged_into=None,
        merged_due_at=None,
        may_withdraw=False,
        may_rate=False,
        may_review=False,
    )


@pytest.fixture
def page(app: Flask) -> str:
    """The page with the answer published."""
    answer = PublishedAnswer(
        findings_text="窗口多要了一份证明。<b>属实</b>",
        decision_text="由窗口当面道歉",
        measures_text="已培训窗口人员",
        lines=(ACCEPTED, REFUSED),
        published_at=parse_moment("2026-09-20T15:00"),
    )
    with app.test_request_context("/progress"):
        return progress_page(progress(answer), "00000-0000-0000")


def test_the_answer_has_its_three_parts_and_a_line_for_each_matter(page: str) -> None:
    """R60: findings, decision and measures."""
    told = (
        "查明情况",
        "窗口多要了一份证明。&lt;b&gt;",
        "处理意见",
        "由窗口当面道歉",
        "采取的措施",
        "已培训窗口人员",
    )
    # Each part under its own heading.
    assert sorted(told, key=page.index) == list(told)
    for text in ("纠正错误", "改进服务"):
        assert text in page
    assert page.count(REFUSED.text) == 2


def test_a_refused_matter_shows_ground_basis_and_right_place(page: str) -> None:
    """R22: the complainant is told the reason and the right place to go."""
    assert "司法审理中" in page
    assert "《政务服务投诉处置规范》不受理情形" in page
    assert "市中级人民法院" in page


def test_text_of_the_office_is_never_markup(page: str) -> None:
    assert "&lt;b&gt;属实&lt;/b&gt;" in page


def test_a_refusal_is_readable_before_the_answer(app: Flask) -> None:
    """Told at the query code."""
    with app.test_request_context("/progress"):
        page = progress_page(progress(None), "00000-0000-0000")
    assert "不予受理的事项" in page
    assert "决定受理" in page
    assert "处理意见</h3>" not in page
