"""One part of a helping unit: sent back, objected to, handed to another unit, sent twice."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.case.respondent import Respondent
from models.clock.clock import Clock
from models.ground.codes import Arbitration, RespondentMatch
from models.ground.errors import InvalidInput, NotFound, RuleRefused
from models.ground.ids import new_id
from services.acts.take_act import TakeAct, take_act
from services.beside.referral.arbitrate import Arbitrate, arbitrate
from services.requests.request_rows import get_request
from services.views.joint_part import PartState
from services.views.task_page import get_task
from services.worklist.claim_task import ClaimTask, claim_task
from services.worklist.submit_task import SubmitTask, submit_task
from tests.improvement import NOTHING_TO_IMPROVE
from tests.unit.services.requests_office import act
from tests.unit.side_requests.joint_case import OUTSIDE, ask_parts, draft, read, refusal, report
from tests.unit.side_requests.referring import INSTANCE, object_, prepare
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_findings_wait import LATER, TRUE, UNTRUE, find


def test_a_part_is_sent_back_for_more_and_waited_for_again(case: SideCase) -> None:
    """Returned with a reason after it was reported, also after the opinion was drafted: it is not approved before."""
    (part,) = ask_parts(case, "SW")
    report(case, part, "shui.qinglian", "查无异常")
    find(case, TRUE, TRUE)
    draft(case)
    send_back(case, part)
    with pytest.raises(RuleRefused):
        send_back(case, part)
    again = case.one(Referral, replaces_referral_id=part.id)
    assert again.note is not None and "退回补充：没有附推送记录" in again.note
    approval = {"opinion_decision": "approve", **NOTHING_TO_IMPROVE}
    with pytest.raises(InvalidInput) as refused:
        case.submit("approve-opinion", "heng.gongyun", "9", **approval)
    assert refused.value.errors == {"opinion_decision": "PART_OUT"}
    assert [part.state for part in read(case).joint[0].parts] == [PartState.ASKED_AGAIN, PartState.NOT_SIGNED]
    report(case, again, "shui.qinglian", "附推送记录")
    case.submit("approve-opinion", "heng.gongyun", "9", **approval)


def send_back(case: SideCase, part: Referral) -> None:
    told = {"part_id": part.id, "reason": "没有附推送记录"}
    act(case.office, case.complaint_id, "return-part", "xun.wenshi", **told)


def test_another_unit_is_named_on_an_objection_and_owes_the_part(case: SideCase) -> None:
    """The whole helping unit is out of it; whom the arbitration names owes the same part by the same day."""
    (part,) = ask_parts(case, "RS")
    prepare(case, part.id, INSTANCE)
    object_(case)
    command = Arbitrate(Arbitration.OTHER_UNIT, "职责在民政", "MZ")
    case.do("heng.gongyun", lambda _c, u, a: arbitrate(get_request(Referral, part.id, u), command, u, a))
    due = case.one(Clock, subject_id=part.id, kind="referral_result").due_at
    assert (
        refusal(case, TRUE, UNTRUE).facts["matters.0.finding"]["parts"]
        == f"云河市民政局（驻厅）（{due:%Y-%m-%d} 17:00）"
    )
    report(case, case.one(Referral, id=part.id), "min.zhenghe")
    find(case, TRUE, UNTRUE)


def test_another_unit_is_named_with_a_reason_and_the_first_is_out_of_it(case: SideCase) -> None:
    """The wrong unit was asked: whoever is named instead finds the task free, and owes the same by the same day."""
    (part,) = ask_parts(case, "SW", matter_nos=["1"])
    prepare(case, part.id, INSTANCE)
    key = case.open_task("sign-referral", INSTANCE)
    claim_task(ClaimTask(key), case.office.unit_of_work(), case.office.actor("shui.qinglian"))
    due = case.one(Clock, subject_id=part.id, kind="referral_result").due_at
    for unit_code, code in (("SW", "ALREADY_REFERRED"), (OUTSIDE, "PART_BY_OTHER_DOOR")):
        with pytest.raises(InvalidInput) as refused:
            hand_over(case, part, unit_code)
        assert refused.value.errors == {"unit": code}
    hand_over(case, part, "MZ")
    assert case.one(Clock, subject_id=part.id, kind="referral_result").due_at == due
    assert (read(case).joint[0].co_units, read(case).joint[0].parts[0].unit_code) == (("MZ",), "MZ")
    with pytest.raises(NotFound):
        get_task(key, case.office.unit_of_work(), case.office.actor("shui.qinglian"))
    answers = {"referral_answer": "signed"}
    submit_task(SubmitTask(key, answers), case.office.unit_of_work(), case.office.actor("min.zhenghe"))
    refusal(case, TRUE, LATER)
    case.submit("report-referral-result", "min.zhenghe", INSTANCE, result_text="已查明")
    find(case, TRUE, LATER)


def test_an_objection_that_waits_names_the_unit_itself(case: SideCase) -> None:
    """Two people do not decide on one part at once."""
    (part,) = ask_parts(case, "RS")
    prepare(case, part.id, INSTANCE)
    object_(case)
    with pytest.raises(RuleRefused):
        hand_over(case, part, "MZ")
    assert case.one(Referral).unit_code == "RS"


def hand_over(case: SideCase, part: Referral, unit_code: str) -> None:
    told = {"part_id": part.id, "unit": unit_code, "reason": "户籍事项归民政"}
    act(case.office, case.complaint_id, "hand-part-over", "wen.rusheng", **told)


def test_a_helping_unit_that_is_complained_about_later_is_marked(case: SideCase) -> None:
    """Its part is its word in its own matter; the file says so to whoever weighs it."""
    ask_parts(case, "SW")
    assert not read(case).joint[0].parts[0].is_accused
    with case.unit() as (unit, complaint):
        unit.session.add(
            Respondent(id=new_id(), complaint_id=complaint.id, no=9, unit="SW", match=RespondentMatch.UNIT)
        )
    assert read(case).joint[0].parts[0].is_accused


def test_what_is_sent_twice_is_one_part(case: SideCase) -> None:
    """The page sent again with its number is the first one's record; another page for the same asks nothing twice."""
    told = {"lead_unit": "BD", "co_units": ["SW"], "reason": "联办", "asked": "请查明"}
    number = new_id()
    for _ in range(2):
        command = TakeAct(case.complaint_id, "designate-unit", told, number)
        take_act(command, case.office.unit_of_work(), case.office.actor("wen.rusheng"))
    act(case.office, case.complaint_id, "designate-unit", "wen.rusheng", **told)
    assert len(case.office.rows(Referral)) == 1
