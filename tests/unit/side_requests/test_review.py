"""Review: only after an answer, within thirty days, once, by people who took no part."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.beside.refused_review import RefusedReview
from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Stage
from models.clock.legal_time import as_iso
from models.ground.codes import ReviewOutcome
from models.ground.errors import InvalidInput, NotFound, NotPermitted, RuleRefused
from services.actor import citizen
from services.beside.review.request_review import RequestedReview, RequestReview, request_review
from services.requests.start_own_process import StartOwnProcess, start_own_process
from tests.unit.services.cancelling_engine import CancellingEngine, look
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase

INSTANCE = "95"


def ask(case: SideCase, reason: str = "不服答复", code: str = "", submission_id: str = "") -> RequestedReview:
    command = RequestReview(case.number, code or case.query_code, reason, submission_id)
    return request_review(command, case.office.unit_of_work(), citizen("203.0.113.9"))


def decide(case: SideCase, login: str, **answers: object) -> None:
    command = StartOwnProcess(case.one(Review).id, INSTANCE, case.job())
    start_own_process(Review, command, case.office.unit_of_work())
    given = {"outcome": "upheld", "reasons": "事实清楚", "basis": "本中心办法", "ways": ["phone"], **answers}
    case.submit("decide-review", login, INSTANCE, **given)


def test_complainant_asks_and_another_decides(answered: SideCase) -> None:
    """S050: examined by the supervisors, decided by the director, told; the case stays archived."""
    ask(answered)
    assert as_iso(answered.clock("review").due_at) == "2026-10-08T17:00:00+08:00"
    decide(answered, "zong.lanyun", reviewer="du.daodi")
    row = answered.one(Review)
    assert (row.state, row.outcome, row.reviewer, row.decided_by) == (
        RequestState.ANSWERED,
        ReviewOutcome.UPHELD,
        "du.daodi",
        "zong.lanyun",
    )
    assert answered.clock("review").stop_reason == "decided"
    assert answered.trail("progress.shown")[0]["about"] == "review"
    assert answered.office.rows(Complaint, id=answered.complaint_id)[0].stage is Stage.ARCHIVED


def test_case_without_an_answer_is_not_reviewed(case: SideCase) -> None:
    """There is nothing to review yet."""
    with pytest.raises(RuleRefused) as refused:
        ask(case)
    assert refused.value.code == "NOT_ANSWERED"


def test_review_may_be_asked_for_thirty_days_and_on_the_next_workday(answered: SideCase) -> None:
    """信访工作条例 art. 35: the thirtieth day is a holiday, so the right ends with the next workday."""
    answered.office.clock.set("2026-10-09T00:01")
    assert ask(answered).refused_by == "REVIEW_TOO_LATE"
    answered.office.clock.set("2026-10-08T23:59")
    ask(answered)


def test_second_review_of_a_round_waits_for_the_first_and_is_refused_after_it(answered: SideCase) -> None:
    """Once; the answer of another round may be reviewed again."""
    ask(answered)
    with pytest.raises(RuleRefused) as refused:
        ask(answered)
    assert refused.value.code == "REVIEW_OPEN"
    decide(answered, "zong.lanyun", reviewer="du.daodi")
    assert ask(answered, "仍不服").refused_by == "REVIEW_USED"
    row = answered.one(RefusedReview)
    assert (row.review_id, row.reason) == (answered.one(Review).id, "仍不服")


def test_review_cancelled_in_the_engine_may_be_asked_for_again(answered: SideCase) -> None:
    """Nobody decided it, so the right is not used."""
    ask(answered)
    command = StartOwnProcess(answered.one(Review).id, INSTANCE, answered.job())
    start_own_process(Review, command, answered.office.unit_of_work())
    assert look(answered.office, CancellingEngine(frozenset({INSTANCE}))) == 1
    ask(answered, "仍不服")
    assert [row.state for row in sorted(answered.office.rows(Review), key=lambda row: row.no)] == [
        RequestState.LAPSED,
        RequestState.OPEN,
    ]


def test_wrong_code_and_empty_reason_open_nothing(answered: SideCase) -> None:
    """Number and query code, and a reason."""
    with pytest.raises(NotFound):
        ask(answered, code="00000-0000-0000")
    with pytest.raises(InvalidInput) as refused:
        ask(answered, " ")
    assert refused.value.errors == {"reason": "REQUIRED"}
    assert answered.office.rows(Review) == []


def test_who_took_part_neither_decides_nor_examines(answered: SideCase) -> None:
    """R45: the approver may not decide, the handler may not examine."""
    ask(answered)
    with pytest.raises(NotPermitted) as refused:
        decide(answered, "heng.gongyun", reviewer="du.daodi")
    assert refused.value.code == "HANDLED_THE_CASE"
    with pytest.raises(InvalidInput):
        decide(answered, "cai.youdu", reviewer="xun.wenshi")
    decide(answered, "cai.youdu")
    assert answered.one(Review).reviewer == "cai.youdu"


def test_review_can_be_decided_late(answered: SideCase) -> None:
    """Its limit only escalates."""
    ask(answered)
    answered.office.clock.moment += timedelta(days=60)
    decide(answered, "zong.lanyun", reasons="适用依据无误")
    assert answered.one(Review).outcome is ReviewOutcome.UPHELD


def test_a_review_asked_for_too_late_is_kept_with_its_days_and_told(answered: SideCase) -> None:
    """The days that it is reckoned from stand beside his words."""
    answered.office.clock.set("2026-10-09T00:01")
    first = ask(answered, "国庆在外，回来才看到", submission_id="s" * 20)
    assert first == ask(answered, "国庆在外，回来才看到", submission_id="s" * 20)
    row = answered.one(RefusedReview)
    assert (row.bar, row.told_on, row.last_day) == ("REVIEW_TOO_LATE", date(2026, 9, 7), date(2026, 10, 8))
    assert (row.reason, row.way, row.requested_by, row.times) == ("国庆在外，回来才看到", None, "citizen", 1)
    assert answered.trail("review.refused") == [
        {"refused_review_id": row.id, "bar": "REVIEW_TOO_LATE", "way": None}
    ]
    assert answered.office.rows(Review) == []


def test_who_asks_again_under_the_same_rule_fills_neither_table_nor_trail(answered: SideCase) -> None:
    answered.office.clock.set("2026-10-09T00:01")
    for number in range(3):
        ask(answered, f"第{number}次")
    row = answered.one(RefusedReview)
    assert (row.times, row.reason) == (3, "第0次")
    assert len(answered.trail("review.refused")) == 1


def test_staff_take_down_a_letter_that_comes_too_late(answered: SideCase) -> None:
    """What the form says is refused before it is sent; nothing is opened, and who opened the letter stands beside it."""
    answered.office.clock.set("2026-10-09T09:00")
    sent = {"reason": "来信申请复查", "way": "letter", "opened_by_second": "jian.dengji"}
    act(answered.office, answered.complaint_id, "request-review", "wen.rusheng", **sent)
    row = answered.one(RefusedReview)
    assert (row.way, row.opened_by) == ("letter", ["wen.rusheng", "jian.dengji"])
    assert row.requested_by == "wen.rusheng"
    assert answered.office.rows(Review) == []


def test_an_empty_reason_is_no_request(answered: SideCase) -> None:
    answered.office.clock.set("2026-10-09T00:01")
    with pytest.raises(InvalidInput):
        ask(answered, " ")
    assert answered.office.rows(RefusedReview) == []
