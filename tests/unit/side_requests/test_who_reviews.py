"""Who reviews an answered case is data: any other office, one that is named, or the organ above the centre (R116, DM-22)."""

from __future__ import annotations

import pytest

from models.beside.review import Review
from models.beside.sent_sheet import SentSheet
from models.case.lifecycle import RequestState
from models.case.matter import Matter
from models.ground.codes import Finding, ReviewOutcome
from models.ground.errors import Conflict, InvalidInput, NotPermitted, RuleRefused
from models.ledger.trail_event import TrailEvent
from models.office.centre import Centre
from services.access.look import Look
from services.actor import citizen
from services.acts.answer_from_outside import AnswerFromOutside, HandoverAnswer, answer_from_outside
from services.beside.review.decide_review_sheet import DecideReviewSheet, decide_review_sheet
from services.beside.review.get_review_sheet import ReviewSheet, get_review_sheet
from services.beside.sheets.settle_leaving import Decided
from services.identity.cut_identity import CUT
from services.office.review_office import ChangeReviewOffice, change_review_office, get_review_office
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_review import ask, decide

DAUGHTER, NEIGHBOUR = "林小雨", "赵德柱"
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


def look_at_sheet(case: SideCase) -> ReviewSheet:
    look = get_review_sheet(case.one(Review).id, case.office.unit_of_work(), case.office.actor("zong.lanyun"))
    return look.hand_out(lambda shown: shown)


def code_of(case: SideCase) -> str:
    sheet = look_at_sheet(case)
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


def test_whoever_hands_the_sheet_out_decides_of_each_mark_and_it_stays_as_it_left(answered: SideCase) -> None:
    """Nothing of it is printed before, and a mark that stands has its reason."""
    settle(answered, SUPERIOR)
    ask(answered, f"没有问我女儿{DAUGHTER}，也没有问邻居{NEIGHBOUR}")
    review, look = answered.one(Review).id, look_at_sheet
    undecided = look(answered)
    assert undecided.receipt_code is None
    assert undecided.marked is not None
    assert set(undecided.marked.words) == {DAUGHTER, NEIGHBOUR}
    assert answered.trail("review.sheet_printed") == []
    assert answered.office.rows(SentSheet, request_id=review) == []

    def decide_of(login: str, reasons: dict[str, str | None]) -> None:
        command = DecideReviewSheet(answered.complaint_id, review, Decided(reasons, is_checked=True))
        decide_review_sheet(command, answered.office.unit_of_work(), answered.office.actor(login))

    with pytest.raises(InvalidInput) as refused:
        decide_of("zong.lanyun", {DAUGHTER: None})
    assert refused.value.errors == {"third_persons.1": "THIRD_PERSON_UNDECIDED"}
    for _again in range(2):
        decide_of("zong.lanyun", {DAUGHTER: None, NEIGHBOUR: "唯一在场的人"})
    kept = answered.one(SentSheet, request_id=review)
    assert kept.left_standing == [{"words": NEIGHBOUR, "reason": "唯一在场的人"}]
    assert [row["cut"] for row in answered.trail("words.confirmed")] == [1]
    with answered.unit() as (unit, _):
        unit.session.get_one(Review, review).reason = "另写的理由"
    told = look(answered)
    assert (told.reason, told.matters) == (f"没有问我女儿{CUT}，也没有问邻居{NEIGHBOUR}", kept.text)
    assert (told.receipt_code, told.first_left_at) == (answered.one(Review).receipt_code, kept.sent_at)
    for other, reasons in (("du.daodi", {DAUGHTER: None, NEIGHBOUR: "唯一在场的人"}), ("zong.lanyun", {})):
        with pytest.raises(Conflict) as decided_before:
            decide_of(other, reasons)
        assert decided_before.value.code == "SHEET_DECIDED"


def test_a_sheet_without_a_mark_is_kept_when_it_is_first_handed_out(answered: SideCase) -> None:
    settle(answered, SUPERIOR)
    ask(answered)
    with answered.unit() as (unit, _):
        matter = unit.session.query(Matter).filter_by(complaint_id=answered.complaint_id, no=1).one()
        matter.finding, matter.disposals, matter.reason = (
            Finding.SUBSTANTIATED,
            ["correct_error"],
            "有收件登记为证",
        )
    first = look_at_sheet(answered)
    assert "\n认定：属实\n处理：纠正错误\n理由：有收件登记为证\n\n事项2：" in first.matters
    with answered.unit() as (unit, _):
        unit.session.get_one(Review, answered.one(Review).id).reason = f"我女儿{DAUGHTER}可证"
    again = look_at_sheet(answered)
    assert (again.reason, again.matters, again.marked) == ("不服答复", first.matters, None)
    assert len(answered.trail("review.sheet_printed")) == 2
    assert answered.one(SentSheet, request_id=answered.one(Review).id).sent_by == "zong.lanyun"


def test_of_two_first_prints_in_one_moment_one_is_the_sheet(answered: SideCase) -> None:
    """Both were worded before either was on record, from files that differ; the second is not handed out."""
    settle(answered, SUPERIOR)
    ask(answered)
    review = answered.one(Review).id

    def look(login: str) -> Look[ReviewSheet]:
        return get_review_sheet(review, answered.office.unit_of_work(), answered.office.actor(login))

    slow = look("zong.lanyun")
    with answered.unit() as (unit, _):
        unit.session.get_one(Review, review).reason = "另写的理由"
    first = look("jian.rujing").hand_out(lambda shown: shown)
    with pytest.raises(Conflict) as refused:
        slow.hand_out(lambda shown: shown)
    assert refused.value.code == "SHEET_DECIDED"
    assert first.reason == look("zong.lanyun").hand_out(lambda shown: shown).reason == "另写的理由"
    assert answered.one(SentSheet, request_id=review).sent_by == "jian.rujing"
    assert len(answered.trail("review.sheet_printed")) == 2


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
