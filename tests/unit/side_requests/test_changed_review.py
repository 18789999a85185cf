"""A review that changes something does so by its own decision: heard, ordered, sent (DM-4, DM-35, R116)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.rectification import Rectification
from models.beside.respondent_request import RespondentRequest
from models.beside.review import Review
from models.beside.review_sending import ReviewSending
from models.case.citation import Citation
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.dispatch import Dispatch
from models.case.disposal import MatterDisposal
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import DecisionKind, RequestState, Stage
from models.case.matter import Matter
from models.case.task_record import TaskRecord
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from models.ground.basis_codes import BasisUse
from models.ground.codes import Disposal, Finding, IdentityKind, RectificationKind, ReviewOutcome, Role
from models.ground.delivery_codes import IdentityDocument
from models.ground.dispatch_codes import DispatchState
from models.ground.errors import InvalidInput, NotPermitted, RuleRefused
from models.ground.evidence_codes import Responsibility
from models.ground.ids import new_id
from models.ground.matter_codes import ClaimAnswer
from models.ground.ways import Way
from services.beside.rectification.order_for_opinion import order_for_opinion
from services.casefile.answer_sendings import list_review_sendings
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.matter_disposals import add_disposal
from services.dispatch.settle_attempt import move
from services.office.legal_bases import list_bases_in_force, word_bases
from services.post.hand_over import HandOver, hand_over
from services.requests.start_own_process import StartOwnProcess, start_own_process
from services.views.progress_reviews import list_review_lines
from tests.frozen_answer import freeze_waiting
from tests.unit.services.requests_office import act
from tests.unit.services.test_brought import brought
from tests.unit.services.test_notices import wishing
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_review import INSTANCE, ask

REVIEWER, DECIDER, CLERK, HANDLER = "du.daodi", "zong.lanyun", "wen.rusheng", "xun.wenshi"
PLACE, SUPERIOR = "GA", "X-ZFB"
POST = {"ways": ["registered_letter"], "mail_no": "XA00000000425", "basis": "本中心办法"}


@pytest.fixture
def judged(answered: SideCase) -> SideCase:
    """The first matter true with an order, the second not true; both claims answered, and a review asked for."""

    def judge(complaint: Any, unit: Any, actor: Any) -> None:
        complaint.stage = Stage.FEEDBACK
        first, second = sorted(
            unit.session.query(Matter).filter_by(complaint_id=complaint.id), key=lambda row: row.no
        )
        first.finding, first.disposals = Finding.SUBSTANTIATED, ["improve_service"]
        second.finding, second.disposals = Finding.NOT_SUBSTANTIATED, ["no_action"]
        first.reason, second.reason = "录像可证", "日志载明已告知"
        for claim in unit.session.query(Claim).filter_by(complaint_id=complaint.id):
            claim.answer = ClaimAnswer.NOT_SUPPORTED
            claim.reason = "无依据"
        content = {
            "matters": [{"no": 1, "finding": "substantiated"}, {"no": 2, "finding": "not_substantiated"}]
        }
        record_decision(NewDecision(complaint.id, DecisionKind.OPINION, 1, content), unit, actor)
        order_for_opinion(complaint, unit, actor)
        complaint.stage = Stage.ARCHIVED

    answered.do(HANDLER, judge)
    ask(answered)
    command = StartOwnProcess(answered.one(Review).id, INSTANCE, answered.job())
    start_own_process(Review, command, answered.office.unit_of_work())
    return answered


def rows_of(case: SideCase, **second: object) -> list[dict[str, object]]:
    first, other = sorted(case.office.rows(Matter, complaint_id=case.complaint_id), key=lambda row: row.no)
    stays = {"finding": "substantiated", "disposals": ["improve_service"], "reason": "录像可证"}
    changed = {"finding": "substantiated", "disposals": ["improve_service"], "reason": "条子原件可证"}
    changed |= {"responsibility": "unit"}
    return [
        {"no": first.no, "text": first.text, **stays},
        {"no": other.no, "text": other.text, **changed, **second},
    ]


def claims_of(case: SideCase, answer: str = "supported") -> list[dict[str, object]]:
    claims = sorted(case.office.rows(Claim, complaint_id=case.complaint_id), key=lambda row: row.no)
    reason = {} if answer == "supported" else {"answer_reason": "无依据"}
    return [{"no": claim.no, "text": claim.text, "answer": answer, **reason} for claim in claims]


def change(case: SideCase, *, matters: list[dict[str, object]] | None = None, **answers: object) -> None:
    given: dict[str, object] = {
        "outcome": "changed",
        "reasons": "第2项改为属实",
        "reviewer": REVIEWER,
        "matters": matters or rows_of(case),
        "claims": claims_of(case),
        **POST,
    }
    case.submit("decide-review", DECIDER, INSTANCE, **{**given, **answers})


def ask_unit(case: SideCase, login: str = REVIEWER) -> None:
    asked = {"unit": PLACE, "questions": "条子为何人所写", "matter_nos": ["2"]}
    act(case.office, case.complaint_id, "ask-respondent", login, **asked)


def reply(case: SideCase) -> None:
    row = case.one(RespondentRequest)
    said = {"respondent_request_id": row.id, "reply_text": "条子为当日窗口人员所写"}
    act(case.office, case.complaint_id, "reply-as-respondent", "an.humin", **said)


def test_what_a_review_changes_counts_and_stands_beside_what_was_told_first(judged: SideCase) -> None:
    """Matter, claims and opinion: the values of the review lead, none of the first is lost."""
    ask_unit(judged)
    reply(judged)
    change(judged)
    second = next(row for row in judged.office.rows(Matter, complaint_id=judged.complaint_id) if row.no == 2)
    assert (second.finding, second.disposals, second.reason) == (
        Finding.SUBSTANTIATED,
        ["improve_service"],
        "条子原件可证",
    )
    assert second.responsibility is Responsibility.UNIT
    with judged.office.unit_of_work().reading() as unit:
        (line,) = list_review_lines(unit.session.get_one(Complaint, judged.complaint_id), unit)
    (told,) = line.matters
    assert (told.no, told.first_finding, told.first_disposals) == (
        2,
        Finding.NOT_SUBSTANTIATED,
        ("no_action",),
    )
    assert (told.finding, told.disposals, line.outcome) == (
        Finding.SUBSTANTIATED,
        ("improve_service",),
        ReviewOutcome.CHANGED,
    )
    assert {claim.first_answer for claim in line.claims} == {ClaimAnswer.NOT_SUPPORTED}
    assert {claim.answer for claim in line.claims} == {ClaimAnswer.SUPPORTED}
    opinion = judged.one(Decision, kind=DecisionKind.OPINION)
    assert opinion.content["matters"][1]["finding"] == "not_substantiated"
    assert judged.trail("review.decided")[0]["changed_matters"] == [2]


def test_what_a_review_turns_against_a_unit_says_who_answers_for_it(judged: SideCase) -> None:
    """责任界定 follows the finding that counts."""
    with pytest.raises(InvalidInput) as refused:
        change(judged, matters=rows_of(judged, heard="当面听取", responsibility=""))
    assert refused.value.errors == {"matters.1.responsibility": "REQUIRED"}


def test_nothing_is_turned_against_a_unit_that_was_not_heard_in_the_review(judged: SideCase) -> None:
    """W13: what it said in the investigation was about other evidence; while its window is open nothing is saved."""
    with pytest.raises(InvalidInput) as refused:
        change(judged)
    assert refused.value.errors == {"matters.1.heard": "RESPONDENT_NOT_HEARD"}
    ask_unit(judged)
    with pytest.raises(InvalidInput) as refused:
        change(judged)
    assert refused.value.errors == {"matters.1.finding": "FINDING_WAITS_FOR_UNIT"}
    assert judged.one(Review).state is RequestState.OPEN
    reply(judged)
    change(judged)
    assert judged.one(Review).state is RequestState.ANSWERED


def test_who_handled_the_case_asks_nobody_in_its_review(judged: SideCase) -> None:
    for login, code in ((HANDLER, "HANDLED_THE_CASE"), ("zhen.juquan", "SAME_OFFICE")):
        with pytest.raises(RuleRefused) as refused:
            ask_unit(judged, login)
        assert refused.value.code == code


def test_a_review_orders_what_it_adds_and_withdraws_what_nothing_needs_any_more(judged: SideCase) -> None:
    """An order for the first matter stood; the review finds the second true and the first not."""
    before = judged.one(Rectification)
    turned = {"finding": "not_substantiated", "disposals": ["no_action"], "reason": "录像不能证明"}
    rows = rows_of(judged, heard="当面听取", disposals=["order_rectification", "propose_discipline"])
    rows[0].update(turned)
    change(judged, matters=rows)
    orders = sorted(
        judged.office.rows(Rectification, complaint_id=judged.complaint_id), key=lambda row: row.no
    )
    assert (orders[0].id, orders[0].state, orders[0].end_reason) == (
        before.id,
        RequestState.LAPSED,
        "WITHDRAWN_BY_REVIEW",
    )
    assert [(row.kind.value, row.matter_no, row.state) for row in orders[1:]] == [
        ("rectify", 2, RequestState.OPEN)
    ]
    assert judged.one(DisciplinaryTransfer).matter_nos == [2]


def test_an_order_that_another_matter_still_needs_stays(judged: SideCase) -> None:
    change(judged, matters=rows_of(judged, heard="当面听取"))
    states = {row.state for row in judged.office.rows(Rectification, complaint_id=judged.complaint_id)}
    assert states == {RequestState.OPEN}


def test_the_table_of_findings_and_disposals_holds_in_a_review(judged: SideCase) -> None:
    """DM-11."""
    rows = rows_of(judged, heard="当面听取", disposals=[Disposal.NO_ACTION.value])
    with pytest.raises(InvalidInput) as refused:
        change(judged, matters=rows)
    assert refused.value.errors == {"matters.1.disposals": "NO_ACTION_ON_TRUE"}


def test_a_change_changes_something(judged: SideCase) -> None:
    rows = rows_of(judged, finding="not_substantiated", disposals=["no_action"])
    with pytest.raises(InvalidInput) as refused:
        change(judged, matters=rows, claims=claims_of(judged, "not_supported"))
    assert refused.value.errors == {"outcome": "NOTHING_CHANGED"}


def test_a_decision_goes_as_was_wished_or_says_why_not(judged: SideCase) -> None:
    """DM-9: the decision of a review is told as an answer is."""
    office, case = judged.office, judged.complaint_id
    wishing(office, case, "电话")
    told = {"outcome": "upheld", "reasons": "事实清楚", "reviewer": REVIEWER, **POST}
    with pytest.raises(InvalidInput) as refused:
        judged.submit("decide-review", DECIDER, INSTANCE, **told)
    assert set(refused.value.errors) == {"other_way_reason"}
    judged.submit("decide-review", DECIDER, INSTANCE, **told, other_way_reason="电话停机")
    (sent,) = office.rows(ReviewSending, complaint_id=case)
    assert (sent.ways, sent.other_way_reason) == (["registered_letter"], "电话停机")


def test_a_decision_by_sms_is_one_message_and_sent_when_it_was_taken(judged: SideCase) -> None:
    """In an office without a gateway it stands at the query code."""
    office, case = judged.office, judged.complaint_id
    told = {"outcome": "upheld", "reasons": "事实清楚", "reviewer": REVIEWER, **POST, "mail_no": ""}
    judged.submit("decide-review", DECIDER, INSTANCE, **{**told, "ways": ["sms"]})
    (sent,) = office.rows(ReviewSending, complaint_id=case)
    assert sent.ways == ["query_code"]
    (text,) = [row for row in office.rows(Dispatch, complaint_id=case) if row.purpose == "review"]
    assert (text.subject, text.way) == (sent.id, Way.SMS)
    with office.unit_of_work() as unit:
        move(unit.session.get_one(Dispatch, text.id), DispatchState.TAKEN, None, unit)
    assert office.rows(ReviewSending, complaint_id=case)[0].ways == ["query_code", "sms"]


def name_as(case: SideCase, kind: IdentityKind) -> None:
    with case.office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case.complaint_id).identity_kind = kind


def test_a_decision_in_person_is_sent_when_the_hall_hands_it_over(judged: SideCase) -> None:
    """He is told meanwhile, once, that it stands at the query code."""
    office, case = judged.office, judged.complaint_id
    told = {"outcome": "upheld", "reasons": "事实清楚", "reviewer": REVIEWER, **POST, "mail_no": ""}
    name_as(judged, IdentityKind.ANONYMOUS)
    with pytest.raises(InvalidInput) as refused:
        judged.submit("decide-review", DECIDER, INSTANCE, **{**told, "ways": ["in_person"]})
    assert refused.value.errors == {"ways": "NO_NAME_TO_COMPARE"}
    name_as(judged, IdentityKind.REAL_NAME)
    judged.submit("decide-review", DECIDER, INSTANCE, **{**told, "ways": ["in_person"]})
    assert office.rows(ReviewSending, complaint_id=case) == []
    review = judged.one(Review).id
    taken = HandOver(case, (f"review-{review}",), IdentityDocument.ID_CARD, is_slip_signed=True)
    with pytest.raises(InvalidInput) as refused:
        hand_over(taken, office.unit_of_work(), office.actor(CLERK))
    assert refused.value.errors == {"documents": "LETTER_NOT_FROZEN"}
    freeze_waiting(office, case)
    # Who decides may watch over the work too, and is the one who may not hand it over.
    decider = replace(office.actor(DECIDER), roles=frozenset({Role.DIRECTOR, Role.SUPERVISOR}))
    with pytest.raises(InvalidInput) as refused:
        hand_over(taken, office.unit_of_work(), decider)
    assert refused.value.errors == {"documents": "HANDED_BY_GIVER"}
    hand_over(taken, office.unit_of_work(), office.actor(CLERK))
    (sent,) = office.rows(ReviewSending, complaint_id=case)
    assert (sent.ways, sent.sent_by) == (["in_person"], CLERK)
    assert sent.delivered_on == office.clock.now().date()
    (row,) = office.rows(LetterDelivery, complaint_id=case, subject=review)
    assert (row.sending_id, row.identity_document) == (sent.id, IdentityDocument.ID_CARD)
    planned = [row for row in office.rows(Dispatch, complaint_id=case) if row.purpose == "review"]
    assert [(row.subject, row.way) for row in planned] == [(review, Way.SMS)]


def test_who_was_called_gets_no_notice_of_the_decision_that_waits_in_the_hall(judged: SideCase) -> None:
    told = {"outcome": "upheld", "reasons": "事实清楚", "reviewer": REVIEWER, **POST, "mail_no": ""}
    judged.submit("decide-review", DECIDER, INSTANCE, **{**told, "ways": ["phone", "in_person"]})
    (sent,) = judged.office.rows(ReviewSending, complaint_id=judged.complaint_id)
    assert sent.ways == ["phone"]
    planned = judged.office.rows(Dispatch, complaint_id=judged.complaint_id)
    assert [row for row in planned if row.purpose == "review"] == []


def test_the_decision_is_sent_returned_sent_again_and_delivered(judged: SideCase) -> None:
    """W13: way, number, day and proof, as of an answer; of two documents the one that is meant."""
    office, case = judged.office, judged.complaint_id
    judged.submit(
        "decide-review", DECIDER, INSTANCE, outcome="upheld", reasons="事实清楚", reviewer=REVIEWER, **POST
    )
    (sent,) = office.rows(ReviewSending, complaint_id=case)
    assert (sent.attempt, sent.ways, sent.mail_no, sent.sent_by) == (
        1,
        ["registered_letter"],
        "XA00000000425",
        DECIDER,
    )
    day = office.clock.now().date().isoformat()
    act(office, case, "record-answer-return", CLERK, day=day, reason="查无此人")
    act(office, case, "send-answer-again", CLERK, ways=["registered_letter"], mail_no="XA00000000426")
    act(office, case, "record-answer-delivery", CLERK, day=day, proof="邮局投递签收单")
    with office.unit_of_work().reading() as unit:
        first, second = list_review_sendings(judged.one(Review).id, unit)
    assert (first.return_reason, first.delivered_on) == ("查无此人", None)
    assert (second.attempt, second.proof, second.delivered_by) == (2, "邮局投递签收单", CLERK)
    bound = [row for row in brought(office, case) if row[0] == "复查意见书（第1次）"]
    fates = sorted((row[2], row[-1].partition("日")[2]) for row in bound)
    assert fates == [("XA00000000425", "退回：查无此人"), ("XA00000000426", "送达：邮局投递签收单")]


def test_who_worked_on_the_case_neither_decides_nor_examines(judged: SideCase) -> None:
    """To take part is more than to decide; what somebody does after the review was asked for is none."""
    review = judged.one(Review)
    for login, moment in (
        ("cai.youdu", review.requested_at - timedelta(hours=1)),
        (REVIEWER, review.requested_at),
    ):
        with judged.unit() as (unit, complaint):
            unit.session.add(
                TaskRecord(
                    id=new_id(),
                    user_task_key=f"act:{login}",
                    complaint_id=complaint.id,
                    element_id="record-contact",
                    form_id="record-contact",
                    form_version=1,
                    answers=[],
                    submitted_by=login,
                    submitted_at=moment,
                )
            )
    upheld = {"outcome": "upheld", "reasons": "事实清楚", **POST}
    with pytest.raises(NotPermitted) as refused:
        judged.submit("decide-review", "cai.youdu", INSTANCE, reviewer=REVIEWER, **upheld)
    assert refused.value.code == "HANDLED_THE_CASE"
    with pytest.raises(InvalidInput):
        judged.submit("decide-review", DECIDER, INSTANCE, reviewer="cai.youdu", **upheld)
    judged.submit("decide-review", DECIDER, INSTANCE, reviewer=REVIEWER, **upheld)
    assert judged.one(Review).reviewer == REVIEWER


REQUIRED_OF_THE_UNIT = "收回加收材料的通知"


def ordering(case: SideCase) -> list[dict[str, object]]:
    return rows_of(
        case,
        disposals=["order_rectification", "correct_error"],
        order_requirement=REQUIRED_OF_THE_UNIT,
        order_unit="RS",
        correction_act="更正登记",
        correction_who="窗口负责人",
        heard="9月8日当面听取",
    )


def test_what_a_review_adds_has_the_fields_of_its_kind_and_orders_by_them(judged: SideCase) -> None:
    """Requirement, unit and the day of who decides; the fields of the first decision are kept with its line."""
    with judged.unit() as (unit, complaint):
        row = MatterDisposal(kind=Disposal.NO_ACTION, is_apologised=False, what="日志载明已告知")
        add_disposal(unit.session.query(Matter).filter_by(no=2).one(), complaint.round, row, unit)
    judged.office.clock.set("2026-09-08T09:00")
    change(judged, matters=ordering(judged), orders_due_on="2026-09-18")
    kept = {row.kind: row for row in judged.office.rows(MatterDisposal, matter_no=2)}
    assert kept.keys() == {Disposal.ORDER_RECTIFICATION, Disposal.CORRECT_ERROR}
    order = kept[Disposal.ORDER_RECTIFICATION]
    assert (order.what, order.unit_code, str(order.due_on)) == (REQUIRED_OF_THE_UNIT, "RS", "2026-09-18")
    assert kept[Disposal.CORRECT_ERROR].responsible == "窗口负责人"
    (sent,) = judged.office.rows(Rectification, kind=RectificationKind.RECTIFY)
    assert sent.unit_code == "RS" and REQUIRED_OF_THE_UNIT in sent.what
    due = judged.office.rows(Clock, id=sent.own_clock_id)[0].due_at
    assert as_iso(due) == "2026-09-18T17:00:00+08:00"
    (line,) = judged.one(Review).matter_lines
    assert line["first_disposals"] == ["no_action"]


def test_a_requirement_that_is_all_that_a_review_changes_is_a_change(judged: SideCase) -> None:
    """What stands keeps its day and its proof; the words that it had are kept with the line of the review."""
    with judged.unit() as (unit, complaint):
        row = MatterDisposal(
            kind=Disposal.IMPROVE_SERVICE, is_apologised=False, what="公告提前", due_on=date(2026, 9, 30)
        )
        add_disposal(unit.session.query(Matter).filter_by(no=1).one(), complaint.round, row, unit)
    first, second = rows_of(judged, finding="not_substantiated", disposals=["no_action"])
    first |= {"improvement_text": "公告提前张贴"}
    change(judged, matters=[first, second], claims=claims_of(judged, "not_supported"))
    (kept,) = judged.office.rows(MatterDisposal, matter_no=1)
    assert (kept.what, kept.due_on) == ("公告提前张贴", date(2026, 9, 30))
    (line,) = judged.one(Review).matter_lines
    assert line["first_fields"] == {"improvement_text": "公告提前", "improvement_on": "2026-09-30"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"order_unit": "XX"}, "NOT_AN_OPTION"), ({"correction_on": "2026-12-01"}, "IN_THE_FUTURE")],
)
def test_fields_that_cannot_be_are_refused_as_in_an_opinion(
    judged: SideCase, wrong: dict[str, str], code: str
) -> None:
    first, second = ordering(judged)
    with pytest.raises(InvalidInput) as refused:
        change(judged, matters=[first, second | wrong])
    (key,) = wrong
    assert refused.value.errors[f"matters.1.{key}"] == code
    assert judged.one(Review).outcome is None


def test_a_review_rests_on_the_register_and_tells_it(judged: SideCase) -> None:
    """Chosen from what is in force, or written; the decision that rests on nothing is refused at its field."""
    with pytest.raises(InvalidInput) as refused:
        change(judged, matters=ordering(judged), basis="")
    assert refused.value.errors == {"basis_ids": "REQUIRED"}
    with judged.unit() as (unit, _):
        basis = list_bases_in_force(BasisUse.OPINION, unit)[0]
        chosen, words = basis.id, word_bases([basis])
    with pytest.raises(InvalidInput) as unknown:
        change(judged, matters=ordering(judged), basis="", basis_ids=["nothing"])
    assert unknown.value.errors == {"basis_ids": "NOT_AN_OPTION"}
    change(judged, matters=ordering(judged), basis="", basis_ids=[chosen])
    row = judged.one(Review)
    assert row.opinion_text == f"第2项改为属实\n依据：{words}"
    (cited,) = judged.office.rows(Citation, subject=row.id)
    assert (cited.legal_basis_id, cited.by) == (chosen, DECIDER)
    with judged.unit() as (unit, complaint):
        (told,) = list_review_lines(complaint, unit)
    assert words in (told.reasons or "")


def test_an_organ_above_is_entered_by_matter_with_the_same_fields_and_its_own_basis(judged: SideCase) -> None:
    """Issue 9: what came as text takes effect matter by matter; the centre adds no basis to it."""
    with judged.unit() as (unit, _):
        row = unit.session.query(Review).one()
        row.unit_code = SUPERIOR
        row.superior_outcome, row.superior_text = ReviewOutcome.CHANGED, "第2项属实，责令收回通知"
    change(judged, matters=ordering(judged), reviewer="", basis="")
    decided = judged.one(Review)
    assert (decided.outcome, decided.reviewer, decided.opinion_text) == (
        ReviewOutcome.CHANGED,
        None,
        "第2项改为属实",
    )
    order = judged.office.rows(MatterDisposal, matter_no=2, kind=Disposal.ORDER_RECTIFICATION)[0]
    assert (order.what, order.unit_code) == (REQUIRED_OF_THE_UNIT, "RS")
