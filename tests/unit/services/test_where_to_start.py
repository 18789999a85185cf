"""Where a run begins after each step of a case, read from the record alone; what was undone does not count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import DecisionKind, Stage
from models.clock.clock import Clock
from models.ground.errors import Conflict
from models.office.centre import Centre
from services.actor import SYSTEM, citizen
from services.answer.rate import Rate, rate
from services.case.where_to_start import find_where_to_start
from services.casefile.decisions import NewDecision, record_decision
from services.identity.query_code import derive_query_code
from tests.accepted_row import ACCEPTED_ROW
from tests.act_record import record_at
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import submit, walk_to
from tests.unit.services.requests_office import case_of

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

HANDLER = "xun.wenshi"
FOUND = {
    "finding": "substantiated",
    "facts": "属实",
    "heard": "当面听取了窗口说明",
    "uncited_reason": "录像在卷",
    "responsibility": "unit",
}
OPINION = {
    "finding": "substantiated",
    **SAID,
    "disposals": ["correct_error"],
    "reason": "有依据",
    "basis": "办事指南",
}
LETTER = {"findings_text": "一", "decision_text": "二", "measures_text": "三", "ways": ["phone"]}
ACCEPTED = {"category": "irregular_operation", "route": "intervene", "complexity": "simple"}
REFERRED = {"decision": "refer", "refer_to": "X-CGZF"}


def where(office: FullOffice, case: str) -> dict[str, Any]:
    with office.unit_of_work() as unit:
        return dict(find_where_to_start(unit.session.get_one(Complaint, case), unit))


def place(office: FullOffice, case: str) -> tuple[str, str | None]:
    told = where(office, case)
    return told["start_stage"], told["start_step"]


def plan(office: FullOffice, case: str, *methods: str) -> None:
    submit(office, case, "plan-investigation", HANDLER, methods=list(methods))


def find(office: FullOffice, case: str, needs_further: str = "no") -> None:
    submit(
        office,
        case,
        "record-findings",
        HANDLER,
        matters=[FOUND] * 2,
        needs_further=needs_further,
        further_reason="再查",
    )


def draft(office: FullOffice, case: str) -> None:
    submit(office, case, "draft-opinion", HANDLER, matters=[OPINION] * 2)


def decide(office: FullOffice, case: str, decision: str) -> None:
    submit(
        office,
        case,
        "approve-opinion",
        "heng.gongyun",
        opinion_decision=decision,
        **NOTHING_TO_IMPROVE,
        comment="补充依据",
    )


def clock_id(office: FullOffice, case: str, kind: str) -> str | None:
    ids = [clock.id for clock in office.rows(Clock, complaint_id=case) if clock.kind == kind]
    return ids[-1] if ids else None


def test_a_case_that_has_just_come_in_says_nothing_but_intake(office: FullOffice) -> None:
    told = where(office, office.file().complaint_id)
    assert told["start_stage"] == "intake"
    assert {value for name, value in told.items() if name != "start_stage" and value not in ([], False)} == {
        None
    }


def test_each_step_of_the_handling_is_a_place_of_its_own(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "assign-handler")
    told = where(office, case)
    assert (told["start_stage"], told["start_step"], told["handler_id"]) == ("investigation", None, None)
    submit(office, case, "assign-handler", "wen.rusheng", handler_id=HANDLER)
    told = where(office, case)
    assert (told["handler_id"], told["has_accepted"], told["outcome"]) == (HANDLER, True, "accepted")
    for name in ("resolve", "investigation"):
        assert told[f"{name}_clock_id"] == clock_id(office, case, name)
    plan(office, case, "documents", "site", "interview")
    submit(office, case, "record-investigation-act", HANDLER, **record_at(office.clock.now()))
    told = where(office, case)
    assert (told["start_step"], told["planned_methods"]) == ("planned", ["interview", "site"])
    find(office, case)
    assert place(office, case) == ("disposal", None)
    draft(office, case)
    told = where(office, case)
    assert (told["start_stage"], told["start_step"], told["needs_review"]) == ("disposal", "drafted", False)
    decide(office, case, "approve")
    told = where(office, case)
    assert (told["start_stage"], told["start_step"], told["needs_answer_task"]) == ("feedback", None, True)
    assert told["feedback_clock_id"] == clock_id(office, case, "feedback")
    submit(office, case, "give-answer", HANDLER, **LETTER)
    told = where(office, case)
    assert (told["start_step"], told["needs_return_visit"]) == ("answered", True)
    assert told["return_visit_clock_id"] == clock_id(office, case, "return_visit")
    assert told["survey_id"] is not None


def test_what_was_sent_back_is_done_anew(office: FullOffice) -> None:
    """All of it within one minute: the order of the trail decides, not the time."""
    case = office.file().complaint_id
    walk_to(office, case, "record-findings")
    plan(office, case, "documents")
    find(office, case, needs_further="yes")
    assert place(office, case) == ("investigation", None)
    plan(office, case, "site")
    assert where(office, case)["planned_methods"] == ["site"]
    find(office, case)
    draft(office, case)
    decide(office, case, "return")
    assert place(office, case) == ("disposal", None)
    draft(office, case)
    decide(office, case, "investigate")
    assert place(office, case) == ("investigation", None)


def test_a_review_stands_between_draft_and_approval(office: FullOffice) -> None:
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        unit.session.query(Centre).one().opinion_review = "always"
    walk_to(office, case, "approve-opinion")
    assert (place(office, case), where(office, case)["needs_review"]) == (("disposal", "drafted"), True)
    submit(office, case, "review-opinion", "zong.lanyun", review_decision="return", comment="依据不足")
    assert place(office, case) == ("disposal", None)
    draft(office, case)
    submit(office, case, "review-opinion", "zong.lanyun", review_decision="approve")
    assert (place(office, case), where(office, case)["needs_review"]) == (("disposal", "drafted"), False)


def visited(office: FullOffice, case: str) -> None:
    submit(
        office, case, "record-return-visit", "fang.huiyin",
        reached="yes", satisfaction="1", way="phone", follow_up="redo",
    )  # fmt: skip


def rated(office: FullOffice, case: str) -> None:
    complaint = case_of(office, case)
    code = derive_query_code(complaint.submission_id)
    rate(Rate(complaint.number, code, 1, "", "redo"), office.unit_of_work(), citizen("203.0.113.7"))


@pytest.mark.parametrize("say", [visited, rated])
def test_a_wish_for_a_redo_is_decided_once(
    office: FullOffice, say: Callable[[FullOffice, str], None]
) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    submit(office, case, "give-answer", HANDLER, **LETTER)
    say(office, case)
    assert (place(office, case), where(office, case)["wants_redo"]) == (("feedback", "visited"), True)
    submit(office, case, "decide-redo", "jian.rujing", decision="close", reason="已按规定办理")
    assert (place(office, case), where(office, case)["wants_redo"]) == (("feedback", "visited"), False)


def test_somebody_who_was_not_reached_is_visited_again(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    submit(office, case, "give-answer", HANDLER, **LETTER)
    again = {"reached": "no", "satisfaction": "unrated", "next_attempt": "again", "way": "phone"}
    submit(office, case, "record-return-visit", "fang.huiyin", **again)
    assert (place(office, case), where(office, case)["needs_return_visit"]) == (
        ("feedback", "answered"),
        True,
    )


def test_a_redo_begins_with_its_own_limits_and_an_empty_plan(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "record-findings")
    plan(office, case, "documents")
    find(office, case)
    draft(office, case)
    decide(office, case, "approve")
    submit(office, case, "give-answer", HANDLER, **LETTER)
    visited(office, case)
    submit(
        office,
        case,
        "decide-redo",
        "jian.rujing",
        decision="redo",
        handler_id="tan.genyuan",
        reason="有新事实",
    )
    told = where(office, case)
    assert (told["start_stage"], told["start_step"], told["handler_id"]) == (
        "investigation",
        None,
        "tan.genyuan",
    )
    assert told["feedback_clock_id"] is None
    assert told["resolve_clock_id"] == clock_id(office, case, "resolve")


def decide_matters(office: FullOffice, case: str, *matters: dict[str, str], **other: str) -> None:
    submit(office, case, "decide-acceptance", "wen.rusheng", **{**ACCEPTED, **other}, matters=list(matters))


def test_matters_at_two_stages_are_both_named(office: FullOffice) -> None:
    case = office.file().complaint_id
    decide_matters(office, case, ACCEPTED_ROW, REFERRED)
    told = where(office, case)
    assert (told["start_stage"], told["has_accepted"], len(told["referral_ids"])) == (
        "investigation",
        True,
        1,
    )


def test_what_only_waits_for_another_authority_is_not_investigated(office: FullOffice) -> None:
    case = office.file().complaint_id
    decide_matters(office, case, REFERRED, REFERRED)
    told = where(office, case)
    assert (told["start_stage"], told["has_accepted"], len(told["referral_ids"])) == ("referral", False, 1)


def test_what_is_to_be_settled_on_the_spot_is_not_decided_again(office: FullOffice) -> None:
    case = office.file().complaint_id
    decide_matters(
        office,
        case,
        ACCEPTED_ROW,
        {"decision": "later"},
        route="on_spot",
    )
    assert place(office, case) == ("intake", None)
    decide_matters(
        office,
        case,
        ACCEPTED_ROW,
        route="on_spot",
    )
    assert place(office, case) == ("intake", "settle")


def test_a_confirmed_withdrawal_is_only_concluded(office: FullOffice) -> None:
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    with office.unit_of_work() as unit:
        record_decision(NewDecision(case, DecisionKind.WITHDRAWAL, 1, {}), unit, SYSTEM)
    assert place(office, case) == ("withdrawal", None)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.FEEDBACK
    assert place(office, case) == ("feedback", None)


def test_decided_matters_are_not_decided_again_by_a_run_that_begins_at_intake(office: FullOffice) -> None:
    """An owner's own `complaint` may know no other beginning: the limits that have begun stay as they are."""
    case = office.file().complaint_id
    walk_to(office, case, "draft-opinion")
    before = len(office.rows(Clock))
    with pytest.raises(Conflict) as refused:
        decide_matters(office, case)
    assert refused.value.code == "STAGE_MOVED_ON"
    assert (len(office.rows(Clock)), case_of(office, case).stage) == (before, Stage.DISPOSAL)
