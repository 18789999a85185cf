"""Answers that come when the stage has ended: what others send is kept on file and moves nothing, a task is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from api.i18n import _catalogue
from models.beside.entrustment import Entrustment
from models.beside.extension import Extension
from models.beside.recusal import Recusal
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.side_request import SideRequest
from models.beside.supplement import Supplement
from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import RequestState, Stage
from models.case.task_record import TaskRecord
from models.ground.codes import EntrustmentKind, RecusalSubject, ReferralRole, RequestedSide
from models.ground.errors import Conflict, RuleRefused
from models.ledger.outbox import OutboxRow
from services.actor import SYSTEM, Actor, citizen
from services.acts.take_act import TakeAct, take_act
from services.beside.entrustment.open_entrustment import OpenEntrustment, open_entrustment
from services.beside.extension.request_extension import RequestExtension, request_extension
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.beside.respondent.ask_respondent import AskRespondent, ask_respondent
from services.beside.supplement.request_supplement import RequestSupplement, request_supplement
from services.beside.supplement.submit_supplement import SubmitSupplement, submit_supplement
from services.beside.withdrawal.request_withdrawal import RequestWithdrawal, request_withdrawal
from services.case.lifecycle import move_stage
from services.unit_of_work import Unit
from services.worklist.submit_task import SubmitTask, submit_task
from tests.let_out import let_out
from tests.unit.side_requests.side_case import SideCase

INSTANCE = "71"
Opening = Callable[[Complaint, Unit, Actor], SideRequest]
OPENINGS: dict[type[SideRequest], tuple[str, Opening]] = {
    Extension: ("xun.wenshi", lambda c, u, a: request_extension(RequestExtension("等外地确认", 5), c, u, a)),
    Referral: (
        "wen.rusheng",
        lambda c, u, a: open_referral(OpenReferral("X-DL", (), ReferralRole.TRANSFER, needs_result=True), c, u, a),
    ),
    Entrustment: (
        "heng.gongyun",
        lambda c, u, a: open_entrustment(OpenEntrustment(EntrustmentKind.APPRAISAL, "X-DSJ", "笔迹"), c, u, a),
    ),
    RespondentRequest: ("xun.wenshi", lambda c, u, a: ask_respondent(AskRespondent("RS", "请说明"), c, u, a)),
    SupplementRequest: (
        "wen.rusheng",
        lambda c, u, a: request_supplement(RequestSupplement("收据"), c, u, a),
    ),
    Recusal: (
        "wen.rusheng",
        lambda c, u, a: request_recusal(RequestRecusal(RecusalSubject.STAFF, "xun.wenshi", "同学"), c, u, a),
    ),
    Withdrawal: (
        "wen.rusheng",
        lambda c, u, a: request_withdrawal(RequestWithdrawal("已解决", RequestedSide.STAFF), c, u, a),
    ),
}  # fmt: skip

ASSIGNED: tuple[str, Opening] = (
    "wen.rusheng", lambda c, u, a: open_referral(OpenReferral("RS", (), ReferralRole.CO), c, u, a),
)  # fmt: skip


def lapse(
    case: SideCase,
    table: type[SideRequest],
    stage: Stage = Stage.ARCHIVED,
    opening: tuple[str, Opening] | None = None,
) -> str:
    """Open a request, let an instance take it up and the stage end; its id."""
    login, opening_act = opening or OPENINGS[table]
    row_id = str(case.do(login, opening_act))
    if table is Entrustment:
        let_out(case.office, row_id)
    with case.unit() as (unit, complaint):
        unit.session.get_one(table, row_id).process_instance_key = INSTANCE
        move_stage(complaint, stage, unit, SYSTEM)
    assert case.one(table).state is RequestState.LAPSED
    return row_id


def act(case: SideCase, name: str, login: str, **answers: object) -> None:
    take_act(TakeAct(case.complaint_id, name, answers), case.office.unit_of_work(), case.office.actor(login))


def messages(case: SideCase) -> list[str]:
    return [row.dedupe_key for row in case.office.rows(OutboxRow, kind="publish_message")]


def notes(case: SideCase) -> list[str]:
    return [row.text for row in case.office.rows(FileEntry, complaint_id=case.complaint_id)]


def answer_referral(case: SideCase, row_id: str, answer: str) -> None:
    act(
        case,
        "register-referral-answer",
        "wen.rusheng",
        referral_id=row_id,
        answer=answer,
        text=f"迟到{answer}",
    )


def test_late_answers_of_a_unit_outside_are_kept(case: SideCase) -> None:
    """Signature, objection and result of a lapsed referral; each on the trail, words on file, no message."""
    row_id = lapse(case, Referral)
    before = messages(case)
    for answer in ("signed", "objected", "result"):
        answer_referral(case, row_id, answer)
    assert messages(case) == before
    assert notes(case) == ["迟到objected", "迟到result"]
    kept = [payload["answer"] for payload in case.trail("referral.answer_kept")]
    assert kept == ["signed", "objected", "result"]
    row = case.one(Referral)
    assert (row.signed_at, row.objected_at, row.result_at) == (None, None, None)


def test_late_report_is_kept(case: SideCase) -> None:
    """The report of a lapsed entrustment is evidence of after the archive and a note, and can still be followed up."""
    row_id = lapse(case, Entrustment)
    before = messages(case)
    act(case, "register-entrustment-report", "xun.wenshi", entrustment_id=row_id, report_text="迟到的报告")
    assert (notes(case), messages(case)) == (["补卷：证据1。", "迟到的报告"], before)
    row = case.one(Entrustment)
    assert (row.state, row.report_text, row.returned_at) == (
        RequestState.LAPSED,
        None,
        case.office.clock.now(),
    )


def test_late_reply_is_kept_beside_its_request(case: SideCase) -> None:
    """The unit complained about is heard, too late to be awaited."""
    row_id = lapse(case, RespondentRequest)
    before = messages(case)
    act(case, "reply-as-respondent", "ren.shebao", respondent_request_id=row_id, reply_text="迟到的说明")
    row = case.one(RespondentRequest)
    assert (row.reply_text, row.state, row.end_reason) == ("迟到的说明", RequestState.LAPSED, "STAGE_ENDED")
    assert messages(case) == before


def test_late_material_is_kept_until_the_archive(case: SideCase) -> None:
    """Marked as late; an archived case takes none and says so."""
    row_id = lapse(case, SupplementRequest, Stage.DISPOSAL)
    before = messages(case)
    command = SubmitSupplement(case.number, case.query_code, "迟到的收据", (), row_id)
    submit_supplement(command, case.office.unit_of_work(), citizen("203.0.113.7"))
    row = case.one(Supplement)
    assert (row.supplement_request_id, row.is_late, messages(case)) == (row_id, True, before)
    with case.unit() as (unit, complaint):
        move_stage(complaint, Stage.ARCHIVED, unit, SYSTEM)
    with pytest.raises(Conflict) as refused:
        submit_supplement(command, case.office.unit_of_work(), citizen("203.0.113.7"))
    assert refused.value.code == "CASE_ARCHIVED"


@dataclass(frozen=True)
class LateTask:
    """A task that is still on the list when its request has lapsed."""

    table: type[SideRequest]
    form: str
    login: str
    answers: dict[str, object]


TASKS = (
    LateTask(Referral, "sign-referral", "ren.shebao", {"referral_answer": "signed"}),
    LateTask(Extension, "decide-extension", "heng.gongyun", {"is_approved": "yes", "basis": "本中心办法"}),
    LateTask(
        Recusal,
        "decide-recusal",
        "ming.shouli",
        {"outcome": "not_recused", "reason": "不属实", "basis": "本中心办法"},
    ),
    LateTask(Withdrawal, "verify-withdrawal", "jian.rujing", {"is_confirmed": "yes", "way": "phone"}),
)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.form)
def test_task_of_a_lapsed_request_is_refused_and_nothing_is_recorded(case: SideCase, task: LateTask) -> None:
    """In the moment before the engine takes the task away."""
    lapse(case, task.table, opening=ASSIGNED if task.table is Referral else None)
    records = len(case.office.rows(TaskRecord))
    key = case.open_task(task.form, INSTANCE)
    submission = SubmitTask(key, task.answers)
    with pytest.raises(Conflict) as refused:
        submit_task(submission, case.office.unit_of_work(), case.office.actor(task.login))
    assert refused.value.code == "REQUEST_ENDED"
    assert len(case.office.rows(TaskRecord)) == records
    assert case.one(task.table).state is RequestState.LAPSED


def test_a_lapsed_wish_to_withdraw_can_be_dropped(case: SideCase) -> None:
    """Its task leaves the list without a word about the complainant's will."""
    lapse(case, Withdrawal)
    key = case.open_task("verify-withdrawal", INSTANCE)
    submission = SubmitTask(key, {"is_confirmed": "no"})
    submit_task(submission, case.office.unit_of_work(), case.office.actor("jian.rujing"))
    row = case.one(Withdrawal)
    assert (row.state, row.is_confirmed, row.verified_by) == (RequestState.LAPSED, None, None)
    completions = case.office.rows(OutboxRow, kind="complete_user_task", dedupe_key=f"complete:{key}")
    assert [told.payload["variables"] for told in completions] == [{"is_confirmed": False}]


def test_refusal_is_told_in_words(case: SideCase) -> None:
    """What has happened and what to do, and how the request ended."""
    texts = _catalogue("zh")
    assert texts["problem.REQUEST_ENDED"] == "该请求已经结束"
    assert "没有保存" in texts["advice.REQUEST_ENDED"]
    assert texts["end_reason.STAGE_ENDED"] == "因阶段结束失效"
    with case.unit() as (unit, complaint):
        move_stage(complaint, Stage.FEEDBACK, unit, SYSTEM)
    with pytest.raises(RuleRefused, match="DECISION_MADE"):
        act(case, "request-withdrawal", "wen.rusheng", reason="仍要撤回")
