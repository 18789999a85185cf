"""Side requests and own processes on the real engine: they run beside the case, move their own tokens and outlive it."""

from __future__ import annotations

import pytest

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.entrustment import Entrustment
from models.beside.extension import Extension
from models.beside.rectification import Rectification
from models.beside.recusal import Recusal
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.review import Review
from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Stage, TaskState
from models.case.task import Task
from models.ground.codes import Finding
from services.actor import citizen
from services.acts.take_act import TakeAct, take_act
from services.beside.review.request_review import RequestReview, request_review
from tests.accepted_row import ACCEPTED_ROW
from tests.entrusted import NO_DATA
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.told_by_call import with_call
from tests.workers.engine_office import EngineOffice

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

DECISION = {
    "category": "broken_promise",
    "route": "intervene",
    "complexity": "simple",
    "told_ways": ["phone"],
}
ACCEPTED = [ACCEPTED_ROW] * 2
FINDING = {
    "finding": Finding.SUBSTANTIATED.value,
    "facts": "录像可证",
    "heard": "当面听取了窗口说明",
    "uncited_reason": "录像在卷",
    "responsibility": "unit",
}
LETTER = {"findings_text": "属实", "decision_text": "更正", "measures_text": "已办结", "ways": ["phone"]}


def take(running: EngineOffice, case: str, act: str, login: str, **answers: object) -> dict[str, str]:
    office = running.office
    return take_act(
        TakeAct(case, act, with_call(answers)), office.unit_of_work(), office.actor(login)
    ).references


def wait_for_state(running: EngineOffice, table: type, state: RequestState) -> None:
    running.wait_for(lambda: running.office.rows(table, state=state), f"{table.__name__} {state}")


def accept(running: EngineOffice) -> str:
    case = running.office.file().complaint_id
    running.submit(case, "decide-acceptance", "wen.rusheng", **DECISION, matters=ACCEPTED)
    running.submit(case, "assign-handler", "wen.rusheng", handling_unit="RS", handler_id="xun.wenshi")
    running.submit(case, "plan-investigation", "xun.wenshi", methods=[])
    return case


def decide(running: EngineOffice, case: str, handler: str, *disposals: str) -> None:
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": list(disposals),
        "reason": "指南无此材料",
        "basis": "办事指南",
    }
    running.submit(case, "record-findings", handler, matters=[FINDING] * 2)
    running.submit(case, "draft-opinion", handler, matters=[opinion] * 2)
    running.submit(case, "approve-opinion", "heng.gongyun", opinion_decision="approve", **NOTHING_TO_IMPROVE)


def active_elements(running: EngineOffice) -> set[str]:
    return {item["elementId"] for item in running.beside_anchor("element-instances")}


def test_requests_beside_the_investigation_move_their_own_tokens(running: EngineOffice) -> None:
    """Referral, extension, recusal, entrustment and reply at once, none in another's way."""
    case = accept(running)
    take(running, case, "open-referral", "wen.rusheng", unit="RS", needs_result=True)
    take(running, case, "request-extension", "xun.wenshi", reason="等外地确认", amount=5)
    entrusted = take(
        running,
        case,
        "open-entrustment",
        "xun.wenshi",
        kind="entrusted",
        to="X-DSJ",
        scope="固定日志",
        **NO_DATA,
    )
    running.submit(case, "approve-entrustment", "heng.gongyun", approval="approve")
    asked = take(running, case, "ask-respondent", "xun.wenshi", unit="RS", questions="请说明")
    running.submit(case, "sign-referral", "ren.shebao", referral_answer="signed")
    running.submit(case, "decide-extension", "heng.gongyun", is_approved="yes", basis="本中心办法")
    running.submit(case, "tell-extension", "xun.wenshi", ways=["phone"])
    wait_for_state(running, Extension, RequestState.ANSWERED)
    take(running, case, "reply-as-respondent", "ren.shebao", **asked, reply_text="误用旧清单")
    take(running, case, "register-entrustment-report", "xun.wenshi", **entrusted, report_text="写库失败")
    running.submit(case, "report-referral-result", "ren.shebao", result_text="已补办")
    take(
        running,
        case,
        "request-recusal",
        "wen.rusheng",
        who_kind="staff",
        who="xun.wenshi",
        reason="同学",
    )
    running.submit(
        case,
        "decide-recusal",
        "ming.shouli",
        outcome="recused",
        replaced_by="zhen.juquan",
        reason="属实",
        basis="本中心办法",
    )
    for table in (Referral, Entrustment, RespondentRequest, Recusal):
        assert running.office.rows(table)[0].state is RequestState.ANSWERED
    decide(running, case, "zhen.juquan", "correct_error")
    assert running.office.rows(Extension)[0].is_effective
    running.submit(case, "give-answer", "zhen.juquan", **LETTER)
    running.submit(case, "record-return-visit", "fang.huiyin", reached="yes", satisfaction="5", way="phone")
    running.wait_for(lambda: running.office.rows(Complaint, id=case)[0].stage is Stage.ARCHIVED, "archived")
    running.wait_for(lambda: not active_elements(running), "every token left")
    assert running.incidents() == []


def test_rectification_discipline_and_review_outlive_the_case(running: EngineOffice) -> None:
    """S001 S050 S051: the file is closed, the orders are reported, the result comes, the review is decided."""
    filed = running.office.file()
    case = filed.complaint_id
    running.submit(case, "decide-acceptance", "wen.rusheng", **DECISION, matters=ACCEPTED)
    running.submit(case, "assign-handler", "wen.rusheng", handling_unit="RS", handler_id="xun.wenshi")
    running.submit(case, "plan-investigation", "xun.wenshi", methods=[])
    take(running, case, "open-supervision", "du.daodi", reason="请说明进度")
    running.submit(case, "explain-delay", "xun.wenshi", reason="人手不足", measures="增派一人")
    running.submit(case, "close-supervision", "jian.rujing", opinion="同意", is_in_bulletin=False)
    wait_for_state(running, Supervision, RequestState.ANSWERED)
    decide(running, case, "xun.wenshi", "order_rectification", "propose_discipline")
    running.submit(case, "give-answer", "xun.wenshi", **LETTER)
    running.submit(case, "record-return-visit", "fang.huiyin", reached="yes", satisfaction="4", way="phone")
    running.wait_for(lambda: running.office.rows(Complaint, id=case)[0].stage is Stage.ARCHIVED, "archived")
    request_review(
        RequestReview(filed.number, filed.query_code, "不服答复"),
        running.office.unit_of_work(),
        citizen("203.0.113.9"),
    )
    running.submit(case, "report-rectification", "ren.shebao", report_text="已启用告知单")
    running.submit(case, "verify-rectification", "jian.rujing", is_verified="no", note="抽查仍缺")
    running.submit(case, "report-rectification", "ren.shebao", report_text="已补齐")
    running.submit(case, "verify-rectification", "jian.rujing", is_verified="yes")
    running.submit(case, "transfer-discipline", "jian.rujing", to="X-JW", receipt="JW-2026-0011")
    running.submit(case, "record-discipline-result", "jian.rujing", result_text="批评教育")
    running.submit(
        case,
        "decide-review",
        "zong.lanyun",
        reviewer="du.daodi",
        outcome="upheld",
        reasons="事实清楚",
        basis="本中心办法",
        ways=["phone"],
    )
    for table in (Rectification, DisciplinaryTransfer, Review):
        assert running.office.rows(table)[0].state is RequestState.ANSWERED
    running.wait_for(lambda: not active_elements(running), "every token left")
    assert running.incidents() == []


def test_a_process_cancelled_in_the_engine_ends_its_request_only(running: EngineOffice) -> None:
    """Past this application, as Operate does: the case goes on, and the supervision can be opened anew."""
    case = accept(running)
    take(running, case, "open-supervision", "du.daodi", reason="请说明进度")
    task = running.open_task(case, "explain-delay")
    key = running.office.rows(Supervision)[0].process_instance_key
    running.http.post(f"process-instances/{key}/cancellation")
    wait_for_state(running, Supervision, RequestState.LAPSED)
    ended = {"user_task_key": task.user_task_key, "state": TaskState.CANCELLED}
    running.wait_for(lambda: running.office.rows(Task, **ended), "the task of the supervision has ended")
    take(running, case, "open-supervision", "du.daodi", reason="再次请说明")
    running.submit(case, "explain-delay", "xun.wenshi", reason="人手不足", measures="增派一人")
    running.submit(case, "close-supervision", "jian.rujing", opinion="同意", is_in_bulletin=False)
    wait_for_state(running, Supervision, RequestState.ANSWERED)
    assert running.office.rows(Complaint, id=case)[0].stage is Stage.INVESTIGATION
    assert running.incidents() == []
