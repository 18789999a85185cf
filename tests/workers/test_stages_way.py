"""The ways of the stages on the real engine: matters side by side, a wrong referral, a rating, a redo."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Outcome, Stage, TaskState
from models.case.matter import Matter
from models.case.suggestion import Suggestion
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.codes import MatterDecision
from services.actor import citizen
from services.acts.answer_from_outside import AnswerFromOutside, HandoverAnswer, answer_from_outside
from services.answer.rate import Rate, rate
from services.filing.new_case import FiledComplaint
from services.views.progress import FindProgress, find_progress
from tests.accepted_row import ACCEPTED_ROW
from tests.improvement import NOTHING_TO_IMPROVE
from tests.workers.engine_office import EngineOffice
from tests.workers.stage_case import FINDING, LETTER, OPINION, REFUSED

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

VISITOR = citizen("203.0.113.9")
DECISION = {"category": "broken_promise", "route": "intervene", "complexity": "normal"}


def decide(running: EngineOffice, case: str, *matters: dict[str, object]) -> None:
    running.submit(case, "decide-acceptance", "ying.shoudao", **DECISION, matters=list(matters))


def handle(running: EngineOffice, case: str, handler: str, matters: int) -> None:
    """Plan without a method, find, draft, approve."""
    running.submit(case, "plan-investigation", handler, methods=[])
    running.submit(case, "record-findings", handler, matters=[FINDING] * matters)
    running.submit(case, "draft-opinion", handler, matters=[OPINION] * matters)
    running.submit(case, "approve-opinion", "heng.gongyun", opinion_decision="approve", **NOTHING_TO_IMPROVE)


def outside(running: EngineOffice, filed: FiledComplaint, kind: HandoverAnswer, text: str = "") -> None:
    """The unit answers with the code of its sheet."""
    row = running.office.rows(Referral, complaint_id=filed.complaint_id)[-1]
    command = AnswerFromOutside(f"{filed.number}-R{row.no}", str(row.receipt_code), kind, text)
    answer_from_outside(command, running.office.unit_of_work(), citizen("203.0.113.50"))


def wait_archived(running: EngineOffice, case: str) -> Complaint:
    running.wait_for(lambda: running.office.rows(Complaint, id=case)[0].stage is Stage.ARCHIVED, "archived")
    assert running.incidents() == []
    active = running.beside_anchor("element-instances")
    running.wait_for(
        lambda: not running.beside_anchor("element-instances"),
        f"every watch ended with its stage: {active[:3]}",
    )
    return running.office.rows(Complaint, id=case)[0]  # type: ignore[no-any-return]  # rows of a table


def test_three_matters_go_three_ways_and_end_in_one_letter(running: EngineOffice) -> None:
    """W5: decided one by one, handled side by side, answered together, rated at the query code."""
    filed = running.office.file(wanted="一、办结变更；二、说明窗口无人；三、退还押金")
    case = filed.complaint_id
    running.wait_for(lambda: running.office.rows(Suggestion, complaint_id=case), "the tables suggested")
    decide(
        running,
        case,
        ACCEPTED_ROW,
        {"decision": "later"},
        {"decision": "later"},
    )
    decide(running, case, {"decision": "refer", "refer_to": "X-DL"}, {"decision": "later"})
    decide(running, case, REFUSED)
    running.submit(case, "assign-handler", "ying.shoudao", handling_unit="SJ", handler_id="cha.fenming")
    outside(running, filed, HandoverAnswer.SIGNED)
    handle(running, case, "cha.fenming", matters=1)
    (limit,) = running.office.rows(Clock, complaint_id=case, kind=ClockKind.FEEDBACK)
    assert limit.stopped_at is None
    outside(running, filed, HandoverAnswer.RESULT, "已批评并公布顶岗表")
    running.submit(case, "give-answer", "cha.fenming", **LETTER)
    running.open_task(case, "record-return-visit")
    rate(Rate(filed.number, filed.query_code, 4), running.office.unit_of_work(), VISITOR)
    assert wait_archived(running, case).outcome is Outcome.ACCEPTED
    lines = running.office.rows(Answer, complaint_id=case)[0].lines
    assert [line["decision"] for line in lines] == ["accept", "refer", "refuse"]
    assert lines[1]["referral_result"] == "已批评并公布顶岗表"
    task = running.office.rows(Task, complaint_id=case, form_id="record-return-visit")[0]
    running.wait_for(
        lambda: running.office.rows(Task, user_task_key=task.user_task_key)[0].state is TaskState.CANCELLED,
        "the visit is off the list",
    )


def test_wrong_referral_comes_back_and_is_accepted_in_time(running: EngineOffice) -> None:
    """S020: objected, arbitrated back, decided anew under the first acceptance limit."""
    filed = running.office.file(wanted="尽快办理")
    case = filed.complaint_id
    decide(running, case, {"decision": "refer", "refer_to": "X-CGZF"})
    running.wait_for(
        lambda: running.office.rows(Referral, complaint_id=case)[0].process_instance_key, "handed over"
    )
    outside(running, filed, HandoverAnswer.OBJECTED, "属许可事项")
    running.submit(
        case, "arbitrate-referral", "heng.gongyun", arbitration="back", reason="异议成立，由驻厅窗口承办"
    )
    decide(running, case, ACCEPTED_ROW)
    running.submit(case, "assign-handler", "ying.shoudao", handling_unit="CG", handler_id="tan.genyuan")
    handle(running, case, "tan.genyuan", matters=1)
    running.submit(case, "give-answer", "tan.genyuan", **LETTER)
    running.submit(case, "record-return-visit", "hui.fangyi", reached="yes", satisfaction="3", way="phone")
    wait_archived(running, case)
    due = {clock.due_at for clock in running.office.rows(Clock, complaint_id=case, kind=ClockKind.ACCEPTANCE)}
    assert len(due) == 1
    assert running.office.rows(Matter, complaint_id=case)[0].decision is MatterDecision.ACCEPT


def test_matter_that_comes_back_joins_the_one_that_was_investigated(running: EngineOffice) -> None:
    """The opinion on the first waits; the second is decided and handled, and one letter answers both."""
    filed = running.office.file(wanted="一、办结变更；二、说明窗口无人")
    case = filed.complaint_id
    decide(
        running,
        case,
        ACCEPTED_ROW,
        {"decision": "refer", "refer_to": "X-CGZF"},
    )
    running.submit(case, "assign-handler", "ying.shoudao", handling_unit="SJ", handler_id="cha.fenming")
    running.wait_for(
        lambda: running.office.rows(Referral, complaint_id=case)[0].process_instance_key, "handed over"
    )
    outside(running, filed, HandoverAnswer.OBJECTED, "属许可事项")
    running.submit(case, "arbitrate-referral", "heng.gongyun", arbitration="back", reason="异议成立")
    handle(running, case, "cha.fenming", matters=1)
    decide(running, case, ACCEPTED_ROW)
    handle(running, case, "cha.fenming", matters=2)
    running.submit(case, "give-answer", "cha.fenming", **LETTER)
    running.submit(case, "record-return-visit", "hui.fangyi", reached="yes", satisfaction="5", way="phone")
    wait_archived(running, case)
    (answer,) = running.office.rows(Answer, complaint_id=case)
    assert [line["finding"] for line in answer.lines] == ["substantiated", "substantiated"]
    assert len(running.office.rows(Clock, complaint_id=case, kind=ClockKind.FEEDBACK)) == 1


def test_dissatisfied_complainant_is_heard_once_more(running: EngineOffice) -> None:
    """S054 R65: redone in the run by somebody new; both rounds readable, every watch ended."""
    filed = running.office.file(wanted="告知文件依据")
    case = filed.complaint_id
    decide(running, case, ACCEPTED_ROW)
    running.submit(case, "assign-handler", "ying.shoudao", handling_unit="GJ", handler_id="cha.fenming")
    handle(running, case, "cha.fenming", matters=1)
    running.submit(case, "give-answer", "cha.fenming", **LETTER)
    running.submit(
        case, "record-return-visit", "fang.huiyin", reached="yes", satisfaction="1", follow_up="redo"
    )
    running.submit(
        case, "decide-redo", "ming.shouli", decision="redo", handler_id="tan.genyuan", reason="改派重办"
    )
    handle(running, case, "tan.genyuan", matters=1)
    running.submit(case, "give-answer", "tan.genyuan", **LETTER)
    running.submit(case, "record-return-visit", "hui.fangyi", reached="yes", satisfaction="4", way="phone")
    assert wait_archived(running, case).round == 2
    assert [answer.round for answer in running.office.rows(Answer, complaint_id=case)] == [1, 2]
    seen = find_progress(FindProgress(filed.number, filed.query_code), running.office.unit_of_work(), VISITOR)
    assert seen is not None
    assert [step.code for step in seen.steps].count("ANSWERED") == 2


def test_settled_on_the_spot_goes_straight_to_the_archive(running: EngineOffice) -> None:
    """S006: told on the spot, so no task of an answer and no visit."""
    case = running.office.file(wanted="取出身份证").complaint_id
    answers = {**DECISION, "route": "on_spot", "complexity": "simple"}
    running.submit(
        case,
        "decide-acceptance",
        "ji.luqing",
        **answers,
        matters=[ACCEPTED_ROW],
    )
    running.submit(
        case,
        "settle-on-spot",
        "ji.luqing",
        is_settled="yes",
        confirmed_by_complainant=True,
        **NOTHING_TO_IMPROVE,
        matters=[OPINION],
    )
    assert wait_archived(running, case).outcome is Outcome.SETTLED
