"""Mass complaints: one file leads and is found upon, the others carry it and are each answered apart (DM-41, N5)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.lifecycle import ClockKind, ClockStopReason, Stage
from models.case.matter import Matter
from models.ground.codes import Category, Finding
from models.ground.errors import InvalidInput, RuleRefused
from services.access.readable_cases import may_read_case
from services.acts.take_act import TakenAct
from services.views.case_group import GroupPart, find_answered_in, read_group
from tests.full_office import FullOffice
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import NOTHING_TO_IMPROVE, submit, walk_to
from tests.unit.services.requests_office import act, case_of, clock_of, told

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

CLERK, HANDLER, APPROVER, VISITOR, READER = (
    "wen.rusheng",
    "xun.wenshi",
    "heng.gongyun",
    "fang.huiyin",
    "du.daodi",
)
PARTS = {"findings_text": "一", "decision_text": "二", "measures_text": "三", "ways": ["phone"]}
RESTS = {"uncited_reason": "录像在卷", "responsibility": "unit"}
BASIS = {"basis": "《政务服务中心服务投诉处置规范》"}
TOLD = "complaint.answered-in-group"


def accepted(office: FullOffice, **told: object) -> str:
    """A case that is looked into; it has two matters and two claims."""
    case = office.file(**told).complaint_id
    walk_to(office, case, "record-findings")
    return case


def leading(office: FullOffice, **told: object) -> str:
    case = accepted(office, **told)
    act(office, case, "open-group", CLERK, group_name="M1", statement="正在核实", reason="一小时内同类四件")
    return case


def join(office: FullOffice, case: str, **own: object) -> TakenAct:
    return act(office, case, "join-group", CLERK, group="M1", **own)


def approve(office: FullOffice, case: str) -> None:
    """The opinion of the leading file: found, drafted, approved."""
    found = {"finding": "substantiated", "facts": "排班表可证", "heard": "当面听取了窗口说明", **RESTS}
    submit(office, case, "record-findings", HANDLER, methods=["documents"], matters=[found] * 2)
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "排班有误",
        **BASIS,
    }
    answers = [{"answer": "explained", "answer_reason": "排班有误"}, {"answer": "supported"}]
    submit(office, case, "draft-opinion", HANDLER, matters=[opinion] * 2, claims=answers)
    submit(office, case, "approve-opinion", APPROVER, opinion_decision="approve", **NOTHING_TO_IMPROVE)


def group_of(office: FullOffice, case: str) -> GroupPart:
    with office.unit_of_work().reading() as unit:
        part = read_group(unit.session.get_one(Complaint, case), unit, office.actor(READER))
    assert part is not None
    return part


def answered_in(office: FullOffice, case: str) -> str | None:
    with office.unit_of_work().reading() as unit:
        return find_answered_in(unit.session.get_one(Complaint, case), unit)


def test_members_carry_what_was_found_once_and_are_answered_apart(office: FullOffice) -> None:
    """DM-41: finding, disposals and answers come from the leading file; each member has a limit of its own to be told."""
    first, second = leading(office), accepted(office)
    join(office, second)
    assert answered_in(office, second) is None
    with office.unit_of_work() as unit:
        of_member = unit.session.scalars(select(Matter).where(Matter.complaint_id == second)).all()
        of_member[0].category, of_member[0].times_told = Category.BUCK_PASSING, 3
    approve(office, first)
    matters = office.rows(Matter, complaint_id=second)
    assert [(row.category_found, row.times_told) for row in matters if row.category] == [
        (Category.BUCK_PASSING, 3)
    ], "the leading file names no type: what this one was told was found true"
    assert {(row.finding, tuple(row.disposals), row.facts) for row in matters} == {
        (Finding.SUBSTANTIATED, ("correct_error",), "排班表可证")
    }
    answers = sorted((row.no, row.answer.value) for row in office.rows(Claim, complaint_id=second))
    assert answers == [(1, "explained"), (2, "supported")]
    assert case_of(office, second).stage is Stage.FEEDBACK
    resolve = clock_of(office, second, ClockKind.RESOLVE)
    assert resolve.stop_reason == ClockStopReason.OPINION_APPROVED.value
    feedback = clock_of(office, second, ClockKind.FEEDBACK)
    assert feedback.stopped_at is None
    (message,) = told(office, TOLD)
    assert message["correlation_key"] == second
    assert message["variables"] == {
        "outcome": "accepted",
        "handler_id": HANDLER,
        "feedback_clock_id": feedback.id,
        "needs_answer_task": True,
    }
    assert answered_in(office, second) == case_of(office, first).number
    assert answered_in(office, first) is None
    submit(office, second, "give-answer", HANDLER, **PARTS)
    assert case_of(office, second).stage is Stage.RETURN_VISIT
    assert case_of(office, first).stage is Stage.FEEDBACK, "each is answered by itself"


def test_who_joins_after_the_opinion_was_approved_carries_it_at_once(office: FullOffice) -> None:
    first, late = leading(office), accepted(office)
    approve(office, first)
    assert case_of(office, late).stage is Stage.INVESTIGATION
    join(office, late)
    assert case_of(office, late).stage is Stage.FEEDBACK


def test_a_matter_of_a_member_alone_is_found_in_its_own_file(office: FullOffice) -> None:
    first, second = leading(office), accepted(office)
    join(office, second, own_matters=["2"], own_claims=["2"])
    approve(office, first)
    found = {row.no: row.finding for row in office.rows(Matter, complaint_id=second)}
    assert found == {1: Finding.SUBSTANTIATED, 2: None}
    assert case_of(office, second).stage is Stage.INVESTIGATION
    assert told(office, TOLD) == []
    assert group_of(office, first).members[1].own_matters == (2,)


def test_a_claim_of_a_member_alone_is_answered_before_its_answer_goes(office: FullOffice) -> None:
    first, second = leading(office), accepted(office)
    join(office, second, own_claims=["2"])
    approve(office, first)
    with pytest.raises(RuleRefused, match="OWN_CLAIM_OPEN"):
        submit(office, second, "give-answer", HANDLER, **PARTS)
    with pytest.raises(InvalidInput) as wrong:
        act(office, second, "answer-own-claims", HANDLER, own_claims=[{"answer": "not_supported"}])
    assert wrong.value.errors == {"own_claims.0.answer_reason": "REQUIRED"}
    act(office, second, "answer-own-claims", HANDLER, own_claims=[{"answer": "supported"}])
    with pytest.raises(RuleRefused, match="NO_OWN_CLAIM"):
        act(office, second, "answer-own-claims", HANDLER, own_claims=[])
    submit(office, second, "give-answer", HANDLER, **PARTS)


def test_nothing_of_the_person_of_the_leading_file_comes_into_another_one(office: FullOffice) -> None:
    """Who answers for many says nothing of the one whose file leads."""
    first, second = leading(office, name="楼上下", phone="19900000101"), accepted(office)
    join(office, second)
    found = {"finding": "substantiated", "facts": "楼上下来电19900000101所述属实", "heard": "已听取", **RESTS}
    submit(office, first, "record-findings", HANDLER, methods=["documents"], matters=[found] * 2)
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "楼上下所述属实",
        **BASIS,
    }
    submit(office, first, "draft-opinion", HANDLER, matters=[opinion] * 2)
    submit(office, first, "approve-opinion", APPROVER, opinion_decision="approve", **NOTHING_TO_IMPROVE)
    texts = "".join(f"{row.facts}{row.reason}" for row in office.rows(Matter, complaint_id=second))
    assert "楼上下" not in texts
    assert "19900000101" not in texts
    assert "所述属实" in texts


def test_a_file_that_left_goes_its_own_way(office: FullOffice) -> None:
    first, second = leading(office), accepted(office)
    join(office, second)
    with pytest.raises(RuleRefused, match="IN_GROUP_ALREADY"):
        join(office, second)
    act(office, second, "leave-group", CLERK, reason="事项不同")
    approve(office, first)
    assert case_of(office, second).stage is Stage.INVESTIGATION
    with pytest.raises(RuleRefused, match="NOT_IN_GROUP"):
        act(office, second, "leave-group", CLERK, reason="再次")


def test_who_carries_it_cannot_leave_any_more(office: FullOffice) -> None:
    first, second = leading(office), accepted(office)
    join(office, second)
    approve(office, first)
    with pytest.raises(RuleRefused, match="ANSWERED_BY_GROUP"):
        act(office, second, "leave-group", CLERK, reason="事项不同")


def test_a_group_is_led_by_an_accepted_file_under_a_name_of_its_own(office: FullOffice) -> None:
    early = office.file().complaint_id
    with pytest.raises(RuleRefused, match="NOT_IN_INVESTIGATION"):
        act(office, early, "open-group", CLERK, reason="多人反映")
    leading(office)
    other = accepted(office)
    with pytest.raises(InvalidInput) as taken:
        act(office, other, "open-group", CLERK, group_name="M1", reason="多人反映")
    assert taken.value.errors == {"group_name": "NAME_TAKEN"}
    act(office, other, "open-group", CLERK, reason="多人反映")
    assert group_of(office, other).name == case_of(office, other).number


def test_five_speak_for_all_and_no_sixth_one(office: FullOffice) -> None:
    """R117: at most five representatives, with how they tell the others on record."""
    first = leading(office)
    numbers = [case_of(office, first).number]
    for _ in range(5):
        other = accepted(office)
        join(office, other)
        numbers.append(case_of(office, other).number)
    with pytest.raises(InvalidInput) as wrong:
        act(office, first, "name-representatives", CLERK, representatives=numbers, informing="微信群")
    assert wrong.value.errors == {"representatives": "TOO_MANY_REPRESENTATIVES"}
    with pytest.raises(InvalidInput) as missing:
        act(office, first, "name-representatives", CLERK, representatives=numbers[:1])
    assert missing.value.errors == {"informing": "REQUIRED"}
    act(office, first, "name-representatives", CLERK, representatives=numbers[:5], informing="微信群")
    assert [line.is_representative for line in group_of(office, first).members] == [True] * 5 + [False]
    act(office, first, "name-representatives", CLERK, representatives=numbers[5:], informing="电话")
    assert [line.is_representative for line in group_of(office, first).members] == [False] * 5 + [True]
    assert group_of(office, first).informing == "电话"


def visit(office: FullOffice, case: str, satisfaction: str) -> None:
    submit(
        office, case, "record-return-visit", VISITOR, reached="yes", way="phone", satisfaction=satisfaction
    )


def test_the_leading_file_is_not_closed_while_too_few_are_satisfied(office: FullOffice) -> None:
    """N5: silence is no satisfaction; below the share a person answers with a reason, which is kept."""
    first = leading(office)
    others = [accepted(office) for _ in range(2)]
    for other in others:
        join(office, other)
    approve(office, first)
    for case in (first, *others):
        submit(office, case, "give-answer", HANDLER, **PARTS)
    visit(office, others[0], "unrated")
    with pytest.raises(RuleRefused, match="GROUP_BELOW_SHARE"):
        visit(office, first, "4")
    share = group_of(office, first).share
    assert (share.people, share.answered, share.satisfied, share.wanted_percent) == (3, 3, 0, 60)
    visit(office, others[1], "3")
    visit(office, first, "4")
    share = group_of(office, first).share
    assert (share.satisfied, share.is_reached) == (2, True)


def test_a_person_may_close_it_below_the_share_with_a_reason(office: FullOffice) -> None:
    """N5: an override is logged, with its reason and by whom."""
    first, second = leading(office), accepted(office)
    join(office, second)
    with pytest.raises(RuleRefused, match="NOT_ANSWERED_YET"):
        act(office, first, "close-group-below-share", READER, reason="已逐一沟通")
    approve(office, first)
    for case in (first, second):
        submit(office, case, "give-answer", HANDLER, **PARTS)
    act(office, first, "close-group-below-share", READER, reason="已逐一沟通")
    visit(office, first, "unrated")
    (row,) = office.rows(ComplaintGroup)
    assert (row.override_by, row.override_reason) == (READER, "已逐一沟通")
    with pytest.raises(RuleRefused, match="SHARE_REACHED"):
        act(office, first, "close-group-below-share", READER, reason="再次")


def test_members_that_a_person_must_not_read_are_counted_and_not_named(office: FullOffice) -> None:
    """A restricted member is in no list of the group."""
    first, second = leading(office), accepted(office)
    join(office, second)
    act(office, second, "restrict-file", READER, readers=[READER, HANDLER], reason="敏感")
    with office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, first)
        part = read_group(complaint, unit, office.actor(CLERK))
        assert not may_read_case(unit.session.get_one(Complaint, second), unit, office.actor(CLERK))
    assert part is not None
    assert ([line.id for line in part.members], part.hidden) == ([first], 1)
    assert len(office.rows(GroupMember)) == 1
