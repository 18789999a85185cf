"""However a case ends, in whichever stage, what its stages asked for ends with them (因阶段结束失效).

Of the stage are supplement, referral, extension, entrustment, the respondent's statement and the wish to withdraw; of the
case, and so open until the archive, are recusal and supervision. Rectification, disciplinary transfer and review are
processes of their own by design (ADR 0095): they go on after the archive with exactly their own watch.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.beside.extension import Extension
from models.beside.referral import Referral
from models.beside.supervision import Supervision
from models.case.case_run import CaseRun
from models.case.lifecycle import ClockKind, RequestState, Stage
from models.ground.errors import RuleRefused
from services.beside.withdrawal.request_withdrawal import WITHDRAWABLE_STAGES
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.requests.kinds.extension import EXTENSION
from services.requests.kinds.rectification import RECTIFICATION
from services.requests.kinds.recusal import RECUSAL
from services.requests.kinds.referral import REFERRAL
from services.requests.kinds.respondent import RESPONDENT
from services.requests.kinds.supervision import SUPERVISION
from services.requests.kinds.supplement import SUPPLEMENT
from services.requests.kinds.withdrawal import WITHDRAWAL
from services.requests.request_kind import RequestKind
from tests.database import sqlite_at
from tests.full_office import FullOffice
from tests.outbox_rows import is_outbox_empty
from tests.tiers.sisters import leave
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.stage_case import (
    ACCEPT,
    ANSWER,
    ANSWERED_BY_CLERK,
    APPROVE,
    ASSIGN,
    CLERK,
    DRAFT,
    FIND,
    HANDLER,
    LETTER,
    PLAN,
    REFUSE,
    SUPERVISOR,
    VISIT,
    WAITING_TOKEN,
    StageCase,
    Step,
    case_in,
)

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

OF_THE_CASE = (RECUSAL, SUPERVISION)
# What can be open in a stage, in an order in which it can be opened.
OPEN_IN: dict[Stage, tuple[RequestKind, ...]] = {
    Stage.INTAKE: (
        REFERRAL, SUPPLEMENT, *OF_THE_CASE, WITHDRAWAL,
    ),
    Stage.REFERRAL: (REFERRAL, *OF_THE_CASE, WITHDRAWAL),
    Stage.INVESTIGATION: (
        EXTENSION, REFERRAL, ENTRUSTMENT, RESPONDENT,
        SUPPLEMENT, *OF_THE_CASE, WITHDRAWAL,
    ),
    Stage.DISPOSAL: (
        EXTENSION, REFERRAL, *OF_THE_CASE, RECTIFICATION, WITHDRAWAL,
    ),
    Stage.FEEDBACK: OF_THE_CASE,
    Stage.RETURN_VISIT: OF_THE_CASE,
}  # fmt: skip

# Why the other kinds cannot be asked for in a stage.
NOT_IN_STAGE = {
    SUPPLEMENT: "SUPPLEMENT_NOT_NOW",
    REFERRAL: "STAGE_OVER",
    EXTENSION: "NOTHING_TO_EXTEND",
    ENTRUSTMENT: "NOT_INVESTIGATED",
    RESPONDENT: "NOT_INVESTIGATED",
    WITHDRAWAL: "DECISION_MADE",
}
# The limits of the requests themselves, each with a watch of its own.
OWN_CLOCK = {
    REFERRAL: ClockKind.REFERRAL_SIGN_OFF,
    EXTENSION: ClockKind.EXTENSION,
    RECUSAL: ClockKind.RECUSAL,
    SUPERVISION: ClockKind.SUPERVISION,
    RECTIFICATION: ClockKind.RECTIFICATION,
}
OF_THE_STAGE = frozenset(NOT_IN_STAGE)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path) -> Iterator[EngineOffice]:
    """One office for all cases of this module; each ends what it began."""
    folder = tmp_path_factory.mktemp("stages")
    shutil.copyfile(sqlite_office_template, folder / "office.db")
    with sqlite_at(folder / "office.db") as database:
        office = FullOffice(database, folder=folder)
        with engine_office(office, folder, search_lag_ms=20) as running:
            running.start_workers()
            yield running


def withdraw(case: StageCase) -> tuple[Step, ...]:
    """Somebody has asked the complainant back; the answer is still given."""
    case.do(("verify-withdrawal", SUPERVISOR, {"is_confirmed": "yes", "way": "phone"}))
    case.wait_for_stage(Stage.FEEDBACK)
    return (("give-answer", case.complaint.handler_id or "", LETTER),)


def finish(case: StageCase) -> tuple[Step, ...]:
    """All the work of the stages; the answer and what follows it are left."""
    stage = case.complaint.stage
    if stage is Stage.REFERRAL:
        case.hear_outside()
    work, left = WORK_LEFT[stage]
    case.do(*work)
    return left


def cancel(case: StageCase) -> tuple[Step, ...]:
    """The supervisor's act."""
    case.take("cancel-run", SUPERVISOR, reason="重复登记")
    return ()


def cancel_in_the_engine(case: StageCase) -> tuple[Step, ...]:
    """Past this application, as Operate does."""
    key = case.running.office.rows(CaseRun, complaint_id=case.id)[0].process_instance_key
    case.running.http.post(f"process-instances/{key}/cancellation")
    return ()


# What is done up to the answer, and what from there on.
WORK_LEFT: dict[Stage, tuple[tuple[Step, ...], tuple[Step, ...]]] = {
    Stage.INTAKE: ((REFUSE,), (ANSWERED_BY_CLERK,)),
    Stage.REFERRAL: ((), (ANSWERED_BY_CLERK, VISIT)),
    Stage.INVESTIGATION: ((PLAN, FIND, DRAFT, APPROVE), (ANSWER, VISIT)),
    Stage.DISPOSAL: ((DRAFT, APPROVE), (ANSWER, VISIT)),
    Stage.FEEDBACK: ((), (ANSWERED_BY_CLERK,)),
    Stage.RETURN_VISIT: ((), (VISIT,)),
}
# Every kind is open at once and ends by a wish, by work and by a cancellation from outside.
USUAL = {"intake-cancel_in_the_engine", "investigation-withdraw", "disposal-finish"}
ENDINGS = [
    pytest.param(stage, end, id=f"{stage.value}-{end.__name__}")
    for stage in OPEN_IN
    for end in (withdraw, finish, cancel, cancel_in_the_engine)
    if end is not withdraw or WITHDRAWAL in OPEN_IN[stage]
]


def open_all(case: StageCase, kinds: tuple[RequestKind, ...]) -> dict[RequestKind, str]:
    """Open a request of each kind, and see each open in the database and waiting in the engine; their ids."""
    opened = {kind: case.open(kind) for kind in kinds}
    for kind, request_id in opened.items():
        assert case.request(kind, request_id).state is RequestState.OPEN, kind
    own = {OWN_CLOCK[kind] for kind in kinds if kind in OWN_CLOCK}
    case.running.wait_for(lambda: own <= set(case.watched()), f"watches of {own}")
    tokens = {WAITING_TOKEN[kind] for kind in kinds}
    case.running.wait_for(lambda: tokens <= case.active_elements(), f"tokens at {tokens}")
    return opened


def assert_ended(case: StageCase, opened: dict[RequestKind, str], confirmed: bool) -> None:
    """Each of these requests has lapsed; a confirmed wish to withdraw has been answered instead."""
    for kind, request_id in opened.items():
        row = case.request(kind, request_id)
        is_answered = confirmed and kind is WITHDRAWAL
        expected = (
            (RequestState.ANSWERED, "CONFIRMED") if is_answered else (RequestState.LAPSED, "STAGE_ENDED")
        )
        assert (row.state, row.end_reason) == expected, kind


def assert_stages_left(case: StageCase, opened: dict[RequestKind, str]) -> None:
    """While the answer is due, only its limit and those of requests of the whole case are watched."""
    case.wait_for_stage(Stage.FEEDBACK)
    left = sorted([ClockKind.FEEDBACK, *(OWN_CLOCK[kind] for kind in opened if kind not in OF_THE_STAGE)])
    case.running.wait_for(lambda: case.watched() == left, f"watches of {left}")
    assert case.running_clocks() == left


@pytest.mark.parametrize(("stage", "end"), leave(ENDINGS, lambda row: row.id in USUAL))
def test_what_a_case_asked_for_ends_with_it(
    running: EngineOffice, stage: Stage, end: Callable[[StageCase], tuple[Step, ...]]
) -> None:
    """No watch, no task, no clock and no request stays, but for what outlives the case."""
    case = case_in(running, stage)
    for kind in NOT_IN_STAGE.keys() - set(OPEN_IN[stage]):
        with pytest.raises(RuleRefused, match=NOT_IN_STAGE[kind]):
            case.open(kind)
    opened = open_all(case, OPEN_IN[stage])
    left = end(case)
    if left and stage in WITHDRAWABLE_STAGES:
        assert_stages_left(case, opened)
        of_the_stage = {kind: opened[kind] for kind in opened if kind in OF_THE_STAGE}
        assert_ended(case, of_the_stage, confirmed=end is withdraw)
    case.do(*left)
    case.wait_for_stage(Stage.ARCHIVED)
    outliving = [kind for kind in opened if kind.outlives_case]
    assert_nothing_left(case, outliving)
    assert_ended(case, {kind: opened[kind] for kind in opened if not kind.outlives_case}, end is withdraw)
    assert all(case.request(kind, opened[kind]).state is RequestState.OPEN for kind in outliving)


def assert_nothing_left(case: StageCase, outliving: list[RequestKind]) -> None:
    """Of an archived case the engine holds what outlives it, and so do the clocks and lists of tasks here."""
    running = case.running
    running.wait_for(lambda: is_outbox_empty(running.office.unit_of_work), "everything told")
    instances = ["deadline-watch", "rectification"] * len(outliving)
    running.wait_for(lambda: case.active_instances() == instances, f"nothing active but {instances}")
    assert case.watched() == case.running_clocks() == [OWN_CLOCK[kind] for kind in outliving]
    tasks = {"report-rectification", "UserTask_ReportRectification"} if outliving else set()
    running.wait_for(lambda: case.open_tasks() == tasks, f"no task but {tasks}")
    assert running.incidents() == []


def test_requests_that_the_engine_hears_of_after_the_end_begin_nothing(running: EngineOffice) -> None:
    """Their messages meet a terminated run; a later run ends what it hears, and the wish can only be dropped."""
    case = case_in(running, Stage.INVESTIGATION)
    running.stop_workers()
    cancel_in_the_engine(case)
    opened = {kind: case.open(kind) for kind in OPEN_IN[Stage.INVESTIGATION]}
    running.start_workers()
    case.wait_for_stage(Stage.ARCHIVED)
    assert_nothing_left(case, [])
    assert_ended(case, opened, confirmed=False)
    case.take("reopen-case", SUPERVISOR, reason="误操作")
    case.do(("verify-withdrawal", SUPERVISOR, {"is_confirmed": "no"}), ACCEPT, ASSIGN)
    running.open_task(case.id, "plan-investigation")
    windows = {WAITING_TOKEN[kind] for kind in OF_THE_STAGE}
    running.wait_for(lambda: not windows & case.active_elements(), "no old request is waited for")
    assert case.watched() == case.running_clocks() == [ClockKind.INVESTIGATION, ClockKind.RESOLVE]
    cancel(case)
    assert_nothing_left(case, [])


@pytest.mark.parametrize("end", [withdraw, cancel], ids=lambda end: end.__name__)
def test_requests_that_were_answered_by_half_end_too(
    running: EngineOffice, end: Callable[[StageCase], tuple[Step, ...]]
) -> None:
    """Signed without a result, objected without arbitration, approved and not told, explained and not closed."""
    case = case_in(running, Stage.DISPOSAL)
    half_answer(case)
    tasks = {"report-referral-result", "arbitrate-referral", "tell-extension", "close-supervision"}
    running.wait_for(lambda: tasks <= case.open_tasks(), f"tasks {tasks}")
    running.wait_for(lambda: {"Gateway_AwaitHandOff", "Call_WatchReferralResult"} <= case.active_elements())
    case.do(*end(case))
    case.wait_for_stage(Stage.ARCHIVED)
    assert_nothing_left(case, [])
    rows = [
        row
        for table in (Referral, Extension, Supervision)
        for row in running.office.rows(table, complaint_id=case.id)
    ]
    assert [(row.state, row.end_reason) for row in rows] == [(RequestState.LAPSED, "STAGE_ENDED")] * 5


def half_answer(case: StageCase) -> None:
    """Three referrals, an extension and a supervision, each with one answer of two, and one referral with none."""
    for unit in ("RS", "X-DL", "X-CGZF"):
        case.take("open-referral", CLERK, unit=unit, needs_result=True)
    objected = case.running.office.rows(Referral, complaint_id=case.id, unit_code="X-DL")[0]
    case.take(
        "register-referral-answer", CLERK, referral_id=objected.id, answer="objected", text="属许可事项"
    )
    for kind in (EXTENSION, SUPERVISION, WITHDRAWAL):
        case.open(kind)
    case.do(
        ("sign-referral", "ren.shebao", {"referral_answer": "signed"}),
        ("decide-extension", "zong.lanyun", {"is_approved": "yes"}),
        ("explain-delay", HANDLER, {"reason": "人手不足", "measures": "增派一人"}),
    )
