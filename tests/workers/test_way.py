"""The whole way on the real engine: from the web form to the archive, accepted and refused."""

from __future__ import annotations

import pytest

from models.case.answer import Answer
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import ClockKind, ClockStopReason, Stage, TaskState
from models.case.matter import Matter
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.clock.clock import Clock
from models.ground.codes import MatterDecision, Method
from models.ground.delivery_codes import IdentityDocument
from services.actor import citizen
from services.filing.new_case import FiledComplaint
from services.post.hand_over import HandOver, hand_over
from services.views.progress import FindProgress, Progress, find_progress
from services.views.progress_next import NextStep, find_next_step
from tests.accepted_row import ACCEPTED_ROW
from tests.act_record import record_at
from tests.frozen_answer import freeze_answer
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.workers.engine_office import EngineOffice

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

ACCEPTED = {"no": 1, **ACCEPTED_ROW}
REFUSED = {
    "decision": "refuse",
    "nonaccept_ground": "in_trial",
    "met_points": ["complainant", "concrete"],
    "basis": "《中华人民共和国民事诉讼法》第六条",
    "right_place": "云河市临江区人民法院",
}


def stage_of(running: EngineOffice, complaint_id: str) -> Stage:
    return running.office.rows(Complaint, id=complaint_id)[0].stage


def test_accepted_complaint_walks_to_the_archive(running: EngineOffice) -> None:
    """One accepted and one refused matter, answered and visited, ends as a closed file with stopped clocks."""
    filed = running.office.file()
    case = filed.complaint_id
    running.submit(
        case,
        "decide-acceptance",
        "wen.rusheng",
        category="irregular_operation",
        route="intervene",
        complexity="simple",
        matters=[ACCEPTED_ROW, REFUSED],
    )
    running.submit(case, "assign-handler", "wen.rusheng", handling_unit="RS", handler_id="xun.wenshi")
    running.submit(case, "plan-investigation", "xun.wenshi", methods=["interview", "documents"])
    for _ in range(2):
        running.submit(
            case, "record-investigation-act", "xun.wenshi", **record_at(running.office.clock.now())
        )
    running.submit(
        case,
        "record-findings",
        "xun.wenshi",
        methods=["documents"],
        matters=[
            {
                "finding": "substantiated",
                "facts": "录像可证",
                "heard": "当面听取了窗口说明",
                "uncited_reason": "录像在卷",
                "responsibility": "unit",
            }
        ],
    )
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "指南无此材料",
        "basis": "办事指南",
    }
    running.submit(case, "draft-opinion", "xun.wenshi", matters=[opinion])
    running.submit(case, "approve-opinion", "heng.gongyun", opinion_decision="return", comment="补充依据")
    running.submit(case, "draft-opinion", "xun.wenshi", matters=[{**opinion, "basis": "办事指南"}])
    running.submit(case, "approve-opinion", "heng.gongyun", opinion_decision="approve", **NOTHING_TO_IMPROVE)
    running.submit(
        case,
        "give-answer",
        "xun.wenshi",
        findings_text="属实",
        decision_text="按指南收件",
        measures_text="撤下旧清单",
        ways=["phone", "sms"],
    )
    running.submit(case, "record-return-visit", "fang.huiyin", reached="yes", satisfaction="5", way="phone")
    running.wait_for(lambda: stage_of(running, case) is Stage.ARCHIVED, "archived")
    rows = running.office.rows
    assert [matter.decision for matter in rows(Matter, complaint_id=case)] == [
        MatterDecision.ACCEPT,
        MatterDecision.REFUSE,
    ]
    assert all(clock.stopped_at is not None for clock in rows(Clock, complaint_id=case))
    assert len(rows(TaskRecord, complaint_id=case)) == 13
    assert {act.method for act in rows(InvestigationAct, complaint_id=case)} == {
        Method.INTERVIEW,
        Method.DOCUMENTS,
    }
    assert rows(Answer, complaint_id=case)[0].refused_lines[0]["ground"] == "in_trial"
    assert len(rows(CaseRun, complaint_id=case)) == 1
    running.wait_for(lambda: not rows(Task, complaint_id=case, state=TaskState.SUBMITTED), "all tasks moved")
    assert running.incidents() == []
    running.wait_for(lambda: open_elements(running) == [], "every watch ended with its stage")


def test_refused_complaint_is_archived_when_its_answer_is_fetched(running: EngineOffice) -> None:
    """All matters refused: the answer is the refusal, without a return visit. Its limit runs until the hall has a signature."""
    filed = running.office.file(wanted="叫房东退押金。")
    case = filed.complaint_id
    running.submit(
        case, "decide-acceptance", "ying.shoudao", category="none", route="intervene", matters=[REFUSED]
    )
    running.submit(
        case,
        "give-answer",
        "ying.shoudao",
        findings_text="未予受理",
        decision_text="不予受理",
        measures_text="请向法院反映",
        ways=["in_person"],
    )
    running.wait_for(lambda: not running.office.rows(Task, complaint_id=case, state=TaskState.SUBMITTED))
    (limit,) = running.office.rows(Clock, complaint_id=case, kind=ClockKind.FEEDBACK)
    assert (stage_of(running, case), limit.stopped_at) == (Stage.FEEDBACK, None)
    assert find_next_step(progress_of(running, filed)) == NextStep("answer_to_send", limit.due_at, False)
    freeze_answer(running.office, case)
    taken = HandOver(case, ("answer-round-1",), IdentityDocument.ID_CARD, is_slip_signed=True)
    hand_over(taken, running.office.unit_of_work(), running.office.actor("wen.rusheng"))
    running.wait_for(lambda: stage_of(running, case) is Stage.ARCHIVED, "archived")
    (limit,) = running.office.rows(Clock, complaint_id=case, kind=ClockKind.FEEDBACK)
    assert limit.stop_reason == ClockStopReason.ANSWERED
    assert running.office.rows(Complaint, id=case)[0].route is None


def progress_of(running: EngineOffice, filed: FiledComplaint) -> Progress:
    return find_progress(
        FindProgress(filed.number, filed.query_code), running.office.unit_of_work(), citizen("203.0.113.9")
    )


def test_anonymous_refusal_is_told_at_the_query_code_and_archived(running: EngineOffice) -> None:
    """R63: nobody can be reached, so the refusal is published at once and the file closes."""
    case = running.office.file(wanted="不要。", is_anonymous=True).complaint_id
    running.submit(
        case, "decide-acceptance", "wen.rusheng", category="none", route="intervene", matters=[REFUSED]
    )
    running.wait_for(lambda: stage_of(running, case) is Stage.ARCHIVED, "archived")
    assert running.office.rows(Answer, complaint_id=case)[0].published_at is not None


def open_elements(running: EngineOffice) -> list[object]:
    return list(running.beside_anchor("element-instances"))
