"""Who reviews an answered case is data: any other office, one that is named, or the organ above the centre (R116, DM-22)."""

from __future__ import annotations

import pytest

from models.beside.review import Review
from models.case.lifecycle import RequestState
from models.ground.codes import ReviewOutcome
from models.ground.errors import InvalidInput, NotPermitted, RuleRefused
from models.ledger.trail_event import TrailEvent
from models.office.centre import Centre
from services.actor import citizen
from services.acts.answer_from_outside import AnswerFromOutside, HandoverAnswer, answer_from_outside
from services.beside.review.get_review_sheet import get_review_sheet
from services.office.review_office import ChangeReviewOffice, change_review_office, get_review_office
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_review import ask, decide

ADMIN, SUPERVISION, SUPERIOR = "guan.xitong", "YH-DC", "X-ZFB"
OUTSIDE = citizen("203.0.113.40")


def settle(case: SideCase, code: str, reason: str = "主任办公会决定") -> None:
    command = ChangeReviewOffice(code, reason)
    change_review_office(command, case.office.unit_of_work(), case.office.actor(ADMIN))


def answer(case: SideCase, code: str, *told: object) -> bool:
    """The kind of the answer, the outcome and the text."""
    kind, outcome, text = told
    assert isinstance(kind, HandoverAnswer)
    reviewed = outcome if isinstance(outcome, ReviewOutcome) else None
    command = AnswerFromOutside(f"{case.number}-F1", code, kind, str(text), "", None, reviewed)
    return answer_from_outside(command, case.office.unit_of_work(), OUTSIDE).was_awaited


def code_of(case: SideCase) -> str:
    look = get_review_sheet(case.one(Review).id, case.office.unit_of_work(), case.office.actor("zong.lanyun"))
    sheet = look.hand_out(lambda shown: shown)
    assert "简一趟" not in repr(sheet)
    return str(sheet.receipt_code)


def test_by_default_another_office_than_the_handlers_reviews(answered: SideCase) -> None:
    ask(answered)
    with pytest.raises(InvalidInput) as refused:
        decide(answered, "zong.lanyun", reviewer="zhen.juquan")
    assert refused.value.errors == {"reviewer": "NOT_AN_OPTION"}
    decide(answered, "zong.lanyun", reviewer="du.daodi")
    assert answered.one(Review).reviewer == "du.daodi"


def test_an_office_that_is_named_reviews_and_no_other(answered: SideCase) -> None:
    settle(answered, SUPERVISION)
    ask(answered)
    assert answered.one(Review).unit_code == SUPERVISION
    with pytest.raises(InvalidInput) as refused:
        decide(answered, "zong.lanyun")
    assert refused.value.errors == {"reviewer": "NOT_OF_THE_REVIEWING_OFFICE"}
    decide(answered, "zong.lanyun", reviewer="du.daodi")


def test_what_is_settled_counts_for_reviews_asked_for_from_then_on(answered: SideCase) -> None:
    ask(answered)
    settle(answered, SUPERIOR)
    decide(answered, "zong.lanyun", reviewer="du.daodi")
    assert answered.one(Review).receipt_code is None


def test_the_organ_above_the_centre_decides_by_its_code_and_the_centre_enters_it_as_it_is(
    answered: SideCase,
) -> None:
    settle(answered, SUPERIOR)
    ask(answered)
    code = code_of(answered)
    with pytest.raises(InvalidInput) as refused:
        decide(answered, "zong.lanyun")
    assert refused.value.errors == {"outcome": "SUPERIOR_DECIDES"}
    for told in ((None, "理由"), (ReviewOutcome.UPHELD, " ")):
        with pytest.raises(InvalidInput):
            answer(answered, code, HandoverAnswer.REVIEWED, *told)
    with pytest.raises(InvalidInput):
        answer(answered, code, HandoverAnswer.RESULT, None, "办理结果")
    assert answer(answered, code, HandoverAnswer.REVIEWED, ReviewOutcome.UPHELD, "认定有据，予以维持")
    row = answered.one(Review)
    assert (row.state, row.outcome, row.superior_text) == (RequestState.OPEN, None, "认定有据，予以维持")
    with pytest.raises(InvalidInput):
        decide(answered, "zong.lanyun", outcome="reopened")
    decide(answered, "zong.lanyun", reasons="认定有据，予以维持")
    assert (answered.one(Review).outcome, answered.one(Review).reviewer) == (ReviewOutcome.UPHELD, None)
    with pytest.raises(RuleRefused, match="REVIEW_DECIDED"):
        answer(answered, code, HandoverAnswer.REVIEWED, ReviewOutcome.CHANGED, "变更")


def test_an_administrator_says_who_reviews_with_a_reason(answered: SideCase) -> None:
    office = answered.office
    for code, reason, errors in (
        ("GA", "理由", {"review_unit": "NOT_AN_OPTION"}),
        ("nowhere", "理由", {"review_unit": "NOT_AN_OPTION"}),
        (SUPERVISION, " ", {"review_reason": "REQUIRED"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            settle(answered, code, reason)
        assert refused.value.errors == errors
    with pytest.raises(NotPermitted):
        change_review_office(
            ChangeReviewOffice(SUPERVISION, "理由"), office.unit_of_work(), office.actor("zong.lanyun")
        )
    settle(answered, SUPERVISION)
    shown = get_review_office(office.unit_of_work(), office.actor(ADMIN))
    assert (shown.unit_code, shown.name) == (SUPERVISION, "督查考评科")
    assert len(office.rows(TrailEvent, kind="organisation.review_office_changed")) == 1
    settle(answered, "")
    assert office.rows(Centre)[0].review_unit is None
