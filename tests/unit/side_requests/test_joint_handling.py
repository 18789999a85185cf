"""Several units in one case: who leads and who helps by matter, and a finding that waits for each part (协同办理)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.beside.referral import Referral
from models.beside.sent_sheet import SentSheet
from models.beside.supervision import Supervision
from models.case.lifecycle import RequestState, Rung
from models.case.matter import Matter
from models.clock.clock import Clock
from models.ground.codes import Finding, ReferralRole
from models.ground.errors import InvalidInput, NotPermitted, RuleRefused
from services.case.lawful_end import Lack, list_missing_for_answer
from services.views.joint_part import PartState
from services.views.task_page import get_task
from services.watch.sweep import Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from tests.improvement import NOTHING_TO_IMPROVE
from tests.unit.services.requests_office import act
from tests.unit.side_requests.joint_case import OUTSIDE, WAITS, ask_parts, draft, read, refusal, report
from tests.unit.side_requests.referring import INSTANCE, prepare
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_findings_wait import LATER, TRUE, UNTRUE, find, found


def test_one_complaint_is_handled_jointly_and_its_finding_waits_for_every_part(case: SideCase) -> None:
    """Two departments help with one complaint; the attempt before saves nothing and says what is missing until when."""
    tax, civil = ask_parts(case, "SW", "MZ", due_wd=2)
    refused = refusal(case, TRUE, UNTRUE)
    assert refused.errors == {f"matters.{row}.finding": WAITS for row in (0, 1)}
    missing = "云河市民政局（驻厅）（2026-09-09 17:00）；云河市税务局（驻厅）（2026-09-09 17:00）"
    assert refused.facts["matters.0.finding"] == {"parts": missing}
    report(case, tax, "shui.qinglian")
    assert (
        refusal(case, TRUE, UNTRUE).facts["matters.0.finding"]["parts"]
        == "云河市民政局（驻厅）（2026-09-09 17:00）"
    )
    report(case, civil, "min.zhenghe")
    find(case, TRUE, UNTRUE)
    assert found(case) == [Finding.SUBSTANTIATED, Finding.NOT_SUBSTANTIATED]


def test_a_unit_of_another_level_helps_without_taking_the_matter_over(case: SideCase) -> None:
    """An organ outside owes a part by its sheet; staff enters how it came, and until then the finding waits."""
    (part,) = ask_parts(case, OUTSIDE, matter_nos=["1"])
    assert (part.role, part.is_shown_to_complainant, part.matter_nos) == (ReferralRole.CO, False, [1])
    assert case.one(Matter, no=1).referral_id is None
    assert refusal(case, TRUE, LATER).errors == {"matters.0.finding": WAITS}
    register(case, part, answer="signed")
    with pytest.raises(InvalidInput) as refused:
        register(case, part, answer="result", text="知识库已更正")
    assert refused.value.errors == {"result_way": "REQUIRED", "result_on": "REQUIRED"}
    came = {"result_way": "official_letter", "result_number": "云热函〔2026〕9号", "result_on": "2026-09-07"}
    register(case, part, answer="result", text="知识库已更正", **came)
    kept = case.one(Referral, id=part.id)
    assert (kept.result_text, kept.result_way, kept.result_number, kept.result_on) == (
        "知识库已更正",
        "official_letter",
        "云热函〔2026〕9号",
        date(2026, 9, 7),
    )
    find(case, TRUE, LATER)
    assert found(case)[0] is Finding.SUBSTANTIATED


def register(case: SideCase, part: Referral, **answers: object) -> None:
    told = {"referral_id": part.id, **answers}
    act(case.office, case.complaint_id, "register-referral-answer", "wen.rusheng", **told)


def test_a_department_and_an_organ_of_another_level_handle_one_complaint_together(case: SideCase) -> None:
    """R7: each owes its part, across departments and levels, and the one finding comes after both."""
    tax, outside = ask_parts(case, "SW", OUTSIDE)
    report(case, tax, "shui.qinglian")
    assert refusal(case, TRUE, UNTRUE).errors == {f"matters.{row}.finding": WAITS for row in (0, 1)}
    register(case, outside, answer="signed")
    came = {"result_way": "official_letter", "result_number": "云热函〔2026〕9号", "result_on": "2026-09-07"}
    register(case, outside, answer="result", text="知识库已更正", **came)
    find(case, TRUE, UNTRUE)
    assert found(case) == [Finding.SUBSTANTIATED, Finding.NOT_SUBSTANTIATED]


def test_each_matter_has_its_own_leading_unit(case: SideCase) -> None:
    """Several units lead, each its matter; only what a part is about waits, and the file shows both by matter."""
    ask_parts(case, "SW", lead="BD", matter_nos=["1"])
    act(
        case.office,
        case.complaint_id,
        "designate-unit",
        "wen.rusheng",
        lead_unit="ZJ",
        matter_nos=["2"],
        reason="住建",
    )
    first, second = read(case).joint
    assert (first.matter_no, first.lead_unit, first.co_units, first.idle) == (1, "BD", ("SW",), ())
    assert [(part.unit_code, part.state, part.is_late) for part in first.parts] == [
        ("SW", PartState.NOT_SIGNED, False)
    ]
    assert (second.lead_unit, second.co_units, second.parts) == ("ZJ", (), ())
    with pytest.raises(InvalidInput) as refused:
        find(case, TRUE, UNTRUE)
    assert refused.value.errors == {"matters.0.finding": WAITS}
    find(case, LATER, UNTRUE)
    assert found(case) == [None, Finding.NOT_SUBSTANTIATED]


def test_units_named_and_asked_for_nothing_hold_nothing(case: SideCase) -> None:
    """Naming alone sends nothing; the file says that nothing was asked for."""
    act(
        case.office,
        case.complaint_id,
        "designate-unit",
        "wen.rusheng",
        lead_unit="ZJ",
        co_units=["MZ"],
        reason="跨单位",
    )
    assert case.office.rows(Referral) == []
    assert read(case).joint[0].idle == ("MZ",)
    find(case, TRUE, UNTRUE)


def test_a_part_ends_before_the_lead_does(case: SideCase) -> None:
    """Its limit runs from the asking, ends a workday before the lead's own, and stands on the sheet that its unit reads."""
    with pytest.raises(InvalidInput) as refused:
        ask_parts(case, "SW", due_wd=9)
    assert refused.value.errors == {"due_wd": "PART_AFTER_LEAD"}
    assert refused.value.facts == {"due_wd": {"until": date(2026, 9, 11)}}
    assert case.office.rows(Referral) == [], "nothing is kept of the attempt"
    (part,) = ask_parts(case, "SW")
    assert (
        case.one(Clock, subject_id=part.id, kind="referral_result").due_at.isoformat()
        == "2026-09-11T09:00:00+00:00"
    )
    prepare(case, part.id)
    key = case.open_task("sign-referral", INSTANCE)
    page = get_task(key, case.office.unit_of_work(), case.office.actor("shui.qinglian"))
    assert page.data["note"] == "协办要求：请查明推送记录\n报送期限：2026-09-11 17:00"
    assert case.one(SentSheet, request_id=part.id).text.startswith("投诉编号：")


def test_a_late_part_holds_until_who_approves_lets_it_go(case: SideCase) -> None:
    """Late, it is marked and still waited for; the handler cannot let it go, the approver can, and reads it again."""
    (part,) = ask_parts(case, "SW", due_wd=1)
    case.office.clock.set("2026-09-09T10:00")
    assert read(case).joint[0].parts[0].is_late
    refusal(case, TRUE, UNTRUE)
    with pytest.raises(NotPermitted):
        waive(case, part, "xun.wenshi")
    with pytest.raises(InvalidInput):
        waive(case, part, reason="")
    waive(case, part)
    with pytest.raises(RuleRefused):
        waive(case, part)
    find(case, TRUE, TRUE)
    draft(case)
    told = word_of_approver(case)
    assert "协办（云河市税务局（驻厅））：尚未报送。经衡公允" in told
    assert "批准不等这一部分即行认定，理由：记录已由系统导出" in told


def test_a_late_part_is_supervised_as_its_kin_are(case: SideCase) -> None:
    """Late though nobody signed for it: its own limit runs from the asking, and a supervision names it."""
    (part,) = ask_parts(case, "SW", due_wd=1)
    late = case.one(Clock, subject_id=part.id, kind="referral_result")
    for moment, rung in (("2026-09-09T10:00", Rung.OVER), ("2026-09-14T10:00", Rung.SUPERVISED)):
        case.office.clock.set(moment)
        sweep_clocks_step(case.office.unit_of_work, Unwatched(), timedelta(0))
        assert case.one(Clock, id=late.id).rung is rung
    assert late.id in {row.late_clock_id for row in case.office.rows(Supervision)}


def waive(
    case: SideCase, part: Referral, login: str = "heng.gongyun", reason: str = "记录已由系统导出"
) -> None:
    act(case.office, case.complaint_id, "waive-part", login, part_id=part.id, reason=reason)


def word_of_approver(case: SideCase) -> str:
    key = case.open_task("approve-opinion", "9")
    page = get_task(key, case.office.unit_of_work(), case.office.actor("heng.gongyun"))
    return str(page.data["opinion"])


def test_a_leading_unit_reports_after_the_parts_of_its_matters(case: SideCase) -> None:
    """The lead's own report is refused with the list of what is missing while a part of its matters is out."""
    (part,) = ask_parts(case, "SW", lead="BD", matter_nos=["1"])
    lead = {"unit": "BD", "role": "lead", "needs_result": True, "matter_nos": ["1"]}
    act(case.office, case.complaint_id, "open-referral", "wen.rusheng", **lead)
    prepare(case, case.one(Referral, unit_code="BD").id, "90")
    case.submit("sign-referral", "fang.youzheng", "90", referral_answer="signed")
    with pytest.raises(InvalidInput) as refused:
        case.submit("report-referral-result", "fang.youzheng", "90", result_text="已联办")
    assert refused.value.errors == {"result_text": "PART_OUT"}
    report(case, part, "shui.qinglian")
    case.submit("report-referral-result", "fang.youzheng", "90", result_text="已联办")
    assert case.one(Referral, unit_code="BD").state is RequestState.ANSWERED


def test_no_diagram_answers_over_a_part_that_is_out(case: SideCase) -> None:
    """A stage that was left early lapses the part and frees no answer; the approver's word does."""
    (part,) = ask_parts(case, "SW")
    hold(case, part, is_held=False)
    find(case, TRUE, TRUE)
    draft(case)
    case.submit("approve-opinion", "heng.gongyun", "9", opinion_decision="approve", **NOTHING_TO_IMPROVE)
    assert case.one(Referral, id=part.id).state is RequestState.LAPSED
    hold(case, part, is_held=True)
    with case.unit() as (unit, complaint):
        assert [row.lack for row in list_missing_for_answer(complaint, unit)] == [Lack.PART_OUT]
    waive(case, part)
    with case.unit() as (unit, complaint):
        assert list_missing_for_answer(complaint, unit) == []


def hold(case: SideCase, part: Referral, *, is_held: bool) -> None:
    with case.unit() as (unit, _):
        unit.session.get_one(Referral, part.id).holds_finding = is_held


def test_nothing_is_asked_before_the_acceptance(office_case: SideCase) -> None:
    """The units may be named at intake; a part begins with what was accepted."""
    with pytest.raises(InvalidInput) as refused:
        ask_parts(office_case, "SW")
    assert refused.value.errors == {"asked": "PART_BEFORE_ACCEPTANCE"}
    with pytest.raises(InvalidInput) as lonely:
        ask_parts(office_case)
    assert lonely.value.errors == {"co_units": "REQUIRED"}


@pytest.fixture
def office_case(case: SideCase) -> SideCase:
    filed = case.office.file()
    return replace(case, complaint_id=filed.complaint_id, number=filed.number)
