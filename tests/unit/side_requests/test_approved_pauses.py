"""A limit moves for coded, approved reasons only; an entrustment and its pause wait for whoever the policy names."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models.beside.entrustment import Entrustment
from models.beside.recusal import Recusal
from models.beside.respondent_request import RespondentRequest
from models.beside.supplement_request import SupplementRequest
from models.case.lifecycle import FileEntryKind, RequestState, Rung
from models.case.task import Task
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.clock.legal_time import as_iso
from models.ground.codes import EntrustmentKind
from models.ground.errors import InvalidInput, NotFound, NotPermitted, RuleRefused
from models.office.staff import Staff
from services.absence.record_absence import RecordAbsence, record_absence
from services.access.task_facts import facts_of_task
from services.acts.get_act_page import get_act_page
from services.beside.entrustment.get_entrustment_sheet import get_entrustment_sheet
from services.beside.entrustment.return_report import return_report
from services.case.correct_matters import CorrectMatters, correct_matters
from services.case.record_entry import RecordEntry, record_entry
from services.office.approvals import ChangeApproval, change_approval
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.requests.kinds.respondent import RESPONDENT
from services.requests.pauses import pause_for_request
from services.requests.request_kind import RequestKind
from services.views.task_page import get_task
from services.worklist.submit_task import SubmitTask, submit_task
from services.worklist.task_permission import find_bar
from tests.entrusted import NO_DATA
from tests.full_office import FullOffice
from tests.provisions import left
from tests.unit.services.projected_task import add_task
from tests.unit.services.requests_office import ask_for_material, send_material
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_acts import page_of, take

HANDLER, COLLEAGUE, HEAD = "xun.wenshi", "cha.fenming", "ming.shouli"
APPROVER, OTHER_APPROVER, DIRECTOR, CLERK = "heng.gongyun", "cai.youdu", "zong.lanyun", "wen.rusheng"
EVERYBODY = (HANDLER, COLLEAGUE, HEAD, APPROVER, OTHER_APPROVER, DIRECTOR, CLERK)
ASKED = {
    "kind": "appraisal",
    "to": "X-JDS",
    "scope": "收件单上的签名是否本人书写",
    "limit_wd": 2,
    "pauses_clock": True,
    **NO_DATA,
}
OPENED = "complaint.entrustment-opened"


def propose(case: SideCase, by: str = HANDLER, **answers: object) -> str:
    return take(case, "open-entrustment", by, **{**ASKED, **answers}).references["entrustment_id"]


def open_approval(case: SideCase, entrustment_id: str) -> str:
    """The task that the diagram opens for it."""
    key = add_task(case.office, case.complaint_id, "approve-entrustment")
    with case.office.unit_of_work() as unit:
        unit.session.get_one(Task, key).details = {"entrustment_id": entrustment_id}
    return key


def decide(case: SideCase, key: str, login: str = APPROVER, **answers: object) -> None:
    command = SubmitTask(key, {"approval": "approve", **answers})
    submit_task(command, case.office.unit_of_work(), case.office.actor(login))


def who_may(case: SideCase, key: str) -> set[str]:
    with case.office.unit_of_work().reading() as unit:
        facts = facts_of_task(unit.session.get_one(Task, key))
        return {login for login in EVERYBODY if find_bar(facts, login, unit) is None}


def set_level(office: FullOffice, kind: str, level: str) -> None:
    command = ChangeApproval(kind, level, "试行")
    change_approval(command, office.unit_of_work(), office.actor("guan.xitong"))


def dues(case: SideCase) -> dict[str, tuple[datetime, Rung]]:
    rows = case.office.rows(Clock, complaint_id=case.complaint_id, stopped_at=None)
    return {row.kind: (row.due_at, row.rung) for row in rows}


def test_comments_reassignments_supplements_and_corrections_never_move_a_limit(case: SideCase) -> None:
    """N3: comments and reassignments never reset it; neither do what comes unasked and what is put right in the file."""
    office, before = case.office, dues(case)
    assert {"resolve", "investigation"} <= set(before)
    for kind in (FileEntryKind.NOTE, FileEntryKind.ALERT, FileEntryKind.REMINDER):
        record_entry(
            RecordEntry(case.complaint_id, kind, "再次核对了叫号记录"),
            office.unit_of_work(),
            office.actor(HANDLER),
        )
    send_material(office, case.complaint_id)
    texts = ("窗口拒收材料", "要求另行公证")
    correct_matters(CorrectMatters(case.complaint_id, texts), office.unit_of_work(), office.actor(HANDLER))
    take(case, "request-recusal", CLERK, who_kind="staff", who="zhen.juquan", reason="同学")
    leave = RecordAbsence(HANDLER, True, "2026-09-07", "", COLLEAGUE, "调离")
    record_absence(leave, office.unit_of_work(), office.actor("guan.xitong"))
    with case.unit() as (_, complaint):
        assert complaint.handler_id == COLLEAGUE
    assert {kind: due for kind, due in dues(case).items() if kind in before} == before
    assert office.rows(ClockPause) == []


def test_only_an_approved_entrustment_lets_a_limit_stand_still(case: SideCase) -> None:
    """N3, DM-25: only coded, approved pauses do; before it nobody is asked, no sheet is printed, the clock runs on."""
    before = dues(case)
    row_id = propose(case)
    key = open_approval(case, row_id)
    assert dues(case) == before
    assert case.office.rows(ClockPause) == []
    assert case.one(Entrustment).receipt_code is None
    assert left(case.office, case.complaint_id) == [], "nobody has approved it"
    assert case.messages(OPENED)[0]["variables"]["needs_approval"] is True  # type: ignore[index]  # what a message carries
    with pytest.raises(NotFound):
        get_entrustment_sheet(row_id, case.office.unit_of_work(), case.office.actor(HANDLER))
    with pytest.raises(RuleRefused) as nothing:
        take(case, "register-entrustment-report", HANDLER, entrustment_id=row_id, report_text="非同一人")
    assert nothing.value.code == "NOTHING_ENTRUSTED"
    case.office.clock.set("2026-09-08T15:00")
    decide(case, key, comment="同意")
    row = case.one(Entrustment)
    ((_, way, kinds),) = left(case.office, case.complaint_id)
    assert (way, kinds[:2]) == ("sheet", ("case_number", "matter"))
    assert as_iso(row.window_ends_at) == "2026-09-11T09:00:00+08:00"
    assert row.receipt_code is not None
    assert {case.clock(kind).rung for kind in ("resolve", "investigation")} == {Rung.PAUSED}
    pauses = case.office.rows(ClockPause)
    assert {(p.reason_code, p.subject_id, p.started_at, p.until) for p in pauses} == {
        ("appraisal", row_id, case.office.clock.now(), row.window_ends_at)
    }
    assert {payload["pauses_clock"] for payload in case.trail("entrustment.approved")} == {True}
    case.office.clock.set("2026-09-09T15:00")
    case.do(
        HANDLER, lambda _, u, a: return_report(u.session.get_one(Entrustment, row_id), "非同一人书写", u, a)
    )
    assert case.clock("resolve").due_at - before["resolve"][0] == timedelta(days=1)


@pytest.mark.parametrize("kind", [ENTRUSTMENT, RESPONDENT])
def test_a_pause_that_nobody_approved_is_refused_by_whatever_way(case: SideCase, kind: RequestKind) -> None:
    """Neither a request that waits for its approval nor one of a kind without a reason for it holds a limit."""
    propose(case)
    take(case, "ask-respondent", HANDLER, unit="RS", questions="请说明")
    row = case.one(Entrustment if kind is ENTRUSTMENT else RespondentRequest)
    with case.unit() as (unit, _), pytest.raises(RuleRefused) as refused:
        pause_for_request(kind, unit.session.get_one(type(row), row.id), unit)
    assert refused.value.code == "PAUSE_NOT_APPROVED"
    assert case.office.rows(ClockPause) == []


def test_who_approves_sees_what_he_decides_on(case: SideCase) -> None:
    """DM-25: who is asked for what and why, until when, which limits stand still and the dates that it gives."""
    key = open_approval(case, propose(case))
    data = get_task(key, case.office.unit_of_work(), case.office.actor(APPROVER)).data
    told = str(data["proposal"])
    for words in (
        "第三方评估、鉴定",
        "云河同证司法鉴定所",
        "需要专业知识或资质",
        "与双方无隶属、合作关系",
        ASKED["scope"],
        "2个工作日",
        "2026-09-10 09:00",
    ):
        assert str(words) in told, words
    due = case.clock("resolve").due_at
    assert f"办结时限：现为{due:%Y-%m-%d}" in str(data["pause"])
    assert "顺延至2026-09-17 17:00" in str(data["pause"])
    assert "调查时限" in str(data["pause"])
    assert "被投诉方" in str(data["facts"])
    other = open_approval(case, propose(case, pauses_clock=False))
    unpaused = get_task(other, case.office.unit_of_work(), case.office.actor(APPROVER)).data
    assert "照常计算" in str(unpaused["pause"])


def test_sent_back_with_a_reason_it_is_proposed_anew_from_what_was_written(case: SideCase) -> None:
    """DM-25: without words nothing is sent back; whoever asked reads why, and nothing stood still meanwhile."""
    before = dues(case)
    key = open_approval(case, propose(case))
    with pytest.raises(InvalidInput) as refused:
        decide(case, key, approval="return")
    assert refused.value.errors == {"comment": "REQUIRED"}
    decide(case, key, approval="return", comment="先向档案馆查原件")
    row = case.one(Entrustment)
    assert (row.state, row.end_reason, row.receipt_code) == (RequestState.REFUSED, "SENT_BACK", None)
    assert dues(case) == before
    data = page_of(case, "open-entrustment", HANDLER)
    assert "先向档案馆查原件" in str(data["sent_back_note"])
    assert (data["scope"], data["need"], data["pauses_clock"]) == (ASKED["scope"], "expert", True)
    propose(case)
    assert "先向档案馆查原件" not in str(page_of(case, "open-entrustment", HANDLER)["sent_back_note"])


@pytest.mark.parametrize(
    ("entrustment", "pause", "who"),
    [
        ("approver", "approver", {APPROVER, DIRECTOR}),
        ("another_person", "another_person", set(EVERYBODY) - {HANDLER, CLERK}),
        ("another_person", "approver", {APPROVER, DIRECTOR}),
        ("nobody", "head", {HEAD, APPROVER, DIRECTOR}),
    ],
)
def test_the_policy_says_who_approves_and_the_stricter_of_both_holds(
    case: SideCase, entrustment: str, pause: str, who: set[str]
) -> None:
    """DM-25, DM-34: never who asked, whatever his role."""
    set_level(case.office, "entrustment", entrustment)
    set_level(case.office, "pause", pause)
    key = open_approval(case, propose(case))
    assert who_may(case, key) == who
    with pytest.raises(NotPermitted):
        decide(case, key, HANDLER)


def test_where_nobody_approves_it_is_sent_at_once(case: SideCase) -> None:
    """DM-25: a policy of the centre, not code; a pause may need what the commission does not."""
    set_level(case.office, "entrustment", "nobody")
    propose(case, pauses_clock=False)
    assert case.one(Entrustment).receipt_code is not None
    assert case.messages(OPENED)[0]["variables"]["needs_approval"] is False  # type: ignore[index]  # what a message carries
    set_level(case.office, "pause", "nobody")
    propose(case)
    assert case.clock("resolve").rung is Rung.PAUSED


def test_an_approver_who_is_away_is_followed_by_his_deputy_and_who_is_near_is_not_asked(
    case: SideCase,
) -> None:
    """DM-34: no task is nobody's, and none lies before whom a rule keeps from the case."""
    key = open_approval(case, propose(case))
    with case.office.unit_of_work() as unit:
        unit.session.get_one(Staff, APPROVER).stand_in_id = OTHER_APPROVER
    assert who_may(case, key) == {OTHER_APPROVER, DIRECTOR}
    set_level(case.office, "entrustment", "another_person")
    set_level(case.office, "pause", "another_person")
    assert COLLEAGUE in who_may(case, key)
    declared = {"who_kind": "staff", "who": COLLEAGUE, "reason": "与投诉人是同学"}
    take(case, "request-recusal", CLERK, **declared)
    recused = {"outcome": "recused", "reason": "属实", "basis": "本中心办法"}
    with case.unit() as (unit, _):
        unit.session.get_one(Recusal, case.one(Recusal).id).process_instance_key = "5"
    case.submit("decide-recusal", HEAD, "5", **recused)
    assert COLLEAGUE not in who_may(case, key)


def test_two_entrustments_that_wait_are_told_apart(case: SideCase) -> None:
    """Each task decides on its own: who asked for one may approve the other."""
    first = open_approval(case, propose(case))
    second = open_approval(case, propose(case, APPROVER, to="X-DSJ", kind=EntrustmentKind.ENTRUSTED.value))
    assert APPROVER in who_may(case, first)
    assert who_may(case, second) == {DIRECTOR}
    decide(case, first)
    rows = sorted(case.office.rows(Entrustment), key=lambda row: row.no)
    assert [row.awaits_approval for row in rows] == [False, True]


def test_a_run_that_draws_no_approval_says_so_and_keeps_what_needs_none(case: SideCase) -> None:
    """DM-25: under an earlier diagram nothing would ever approve it; a policy that asks for none goes on as before."""
    key = add_task(case.office, case.complaint_id, "record-findings")
    with case.office.unit_of_work() as unit:
        unit.session.get_one(Task, key).details = {}
    page = get_act_page(
        case.complaint_id, "open-entrustment", case.office.unit_of_work(), case.office.actor(HANDLER)
    )
    assert page.why_not == "ENTRUSTMENT_STEP_MISSING"
    with pytest.raises(RuleRefused):
        propose(case)
    set_level(case.office, "entrustment", "nobody")
    with pytest.raises(RuleRefused) as refused:
        propose(case)
    assert refused.value.code == "ENTRUSTMENT_STEP_MISSING"
    assert propose(case, pauses_clock=False)


def test_who_asked_reads_that_it_waits_or_that_no_task_approves_it(case: SideCase) -> None:
    """DM-25: under a diagram that lost the step nothing leaves, and the form names the step and what to do."""
    row_id = propose(case)
    told = str(page_of(case, "open-entrustment", HANDLER)["sent_back_note"])
    assert "UserTask_ApproveEntrustment" in told
    assert "继续办理" in told
    key = open_approval(case, row_id)
    assert "UserTask_ApproveEntrustment" not in str(
        page_of(case, "open-entrustment", HANDLER)["sent_back_note"]
    )
    decide(case, key)
    assert "sent_back_note" not in page_of(case, "open-entrustment", HANDLER)


def test_a_supplement_pauses_by_itself_once_a_round_with_its_window(case: SideCase) -> None:
    """Coded, to the end of its window, approved by nobody; a second one has its window and the limit runs on."""
    before = dues(case)
    first = ask_for_material(case.office, case.complaint_id)
    row = case.one(SupplementRequest)
    assert {(p.reason_code, p.subject_id, p.until) for p in case.office.rows(ClockPause)} == {
        ("supplement", first, row.window_ends_at)
    }
    case.office.clock.set("2026-09-08T10:00")
    send_material(case.office, case.complaint_id, first)
    after = dues(case)
    assert after["resolve"][0] - before["resolve"][0] == timedelta(days=1)
    second = ask_for_material(case.office, case.complaint_id)
    assert dues(case) == after
    assert {pause.subject_id for pause in case.office.rows(ClockPause)} == {first}
    (waiting,) = case.office.rows(SupplementRequest, id=second)
    assert as_iso(waiting.window_ends_at) == "2026-09-16T09:00:00+08:00"
    case.office.clock.set("2026-09-09T10:00")
    send_material(case.office, case.complaint_id, second)
    assert dues(case) == after
