"""What a case can ask for in each stage, the work that is left of it there, and that nothing of it stays."""

from __future__ import annotations

from collections.abc import Collection

from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.supplement_request import SupplementRequest
from models.case.lifecycle import ClockKind, RequestState, Stage
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
from tests.outbox_rows import is_outbox_empty
from tests.workers.stage_case import (
    ANSWER,
    ANSWERED_BY_CLERK,
    APPROVE,
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
)

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


# What is done up to the answer, and what from there on.
WORK_LEFT: dict[Stage, tuple[tuple[Step, ...], tuple[Step, ...]]] = {
    Stage.INTAKE: ((REFUSE,), (ANSWERED_BY_CLERK,)),
    Stage.REFERRAL: ((), (ANSWERED_BY_CLERK, VISIT)),
    Stage.INVESTIGATION: ((PLAN, FIND, DRAFT, APPROVE), (ANSWER, VISIT)),
    Stage.DISPOSAL: ((DRAFT, APPROVE), (ANSWER, VISIT)),
    Stage.FEEDBACK: ((), (ANSWERED_BY_CLERK,)),
    Stage.RETURN_VISIT: ((), (VISIT,)),
}


def withdraw(case: StageCase) -> tuple[Step, ...]:
    """Somebody has asked the complainant back; the answer is still given."""
    case.do(("verify-withdrawal", SUPERVISOR, {"is_confirmed": "yes", "way": "phone"}))
    case.wait_for_stage(Stage.FEEDBACK)
    return (("give-answer", case.complaint.handler_id or "", LETTER),)


# How what findings wait for has ended where both sides were heard.
HEARD = {RESPONDENT: "REPLIED", SUPPLEMENT: "RECEIVED"}


def hear_both_sides(case: StageCase) -> None:
    """Whoever was asked and may still speak speaks; nothing is found before."""
    open_here = {"complaint_id": case.id, "state": RequestState.OPEN}
    for asked in case.running.office.rows(RespondentRequest, **open_here):
        case.take(
            "reply-as-respondent", "ren.shebao", respondent_request_id=asked.id, reply_text="误用旧清单"
        )
    for asked in case.running.office.rows(SupplementRequest, **open_here):
        case.take("register-supplement", CLERK, supplement_request_id=asked.id, text="信里的收据")


def finish(case: StageCase) -> tuple[Step, ...]:
    """All the work of the stages; the answer and what follows it are left."""
    stage = case.complaint.stage
    if stage is Stage.INTAKE:
        case.contact()
    if stage is Stage.REFERRAL:
        case.hear_outside()
    if stage is Stage.INVESTIGATION:
        hear_both_sides(case)
    work, left = WORK_LEFT[stage]
    case.do(*work)
    return left


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


# Of what outlives the case: the process of its own, and the task that waits first, on our lists and in the engine.
OWN_PROCESS = {RECTIFICATION: "rectification", SUPERVISION: "supervision"}
OWN_TASK = {
    RECTIFICATION: {"report-rectification", "UserTask_ReportRectification"},
    SUPERVISION: {"explain-delay", "UserTask_ExplainDelay"},
}


def assert_nothing_left(case: StageCase, outliving: Collection[RequestKind] = ()) -> None:
    """Of an archived case the engine holds what outlives it with its watch, and so do the clocks and lists of tasks here.

    That is asked of requests that nobody has answered yet.
    """
    own = [OWN_PROCESS[kind] for kind in outliving]
    clocks = [OWN_CLOCK[kind] for kind in outliving]
    tasks = {task for kind in outliving for task in OWN_TASK[kind]}
    assert_left(case, ["deadline-watch"] * len(own) + own, clocks, tasks)


def assert_left(case: StageCase, instances: list[str], clocks: list[ClockKind], tasks: set[str]) -> None:
    """Exactly these are active, run and wait."""
    running = case.running
    running.wait_for(lambda: is_outbox_empty(running.office.unit_of_work), "everything told")
    instances = sorted(instances)
    running.wait_for(lambda: case.active_instances() == instances, f"nothing active but {instances}")
    assert case.watched() == case.running_clocks() == sorted(clocks)
    running.wait_for(lambda: case.open_tasks() == tasks, f"no task but {tasks}")
    assert case.search("incidents", {"state": "ACTIVE"}) == []


# The tasks of what is answered by half.
HALF_ANSWERED = {"report-referral-result", "arbitrate-referral", "tell-extension", "close-supervision"}


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
        ("decide-extension", "zong.lanyun", {"is_approved": "yes", "basis": "本中心办法"}),
        ("explain-delay", HANDLER, {"reason": "人手不足", "measures": "增派一人"}),
    )


def assert_half_answered_left(case: StageCase) -> None:
    """Explained in time, the supervision waits past the archive for its conclusion, and ends with it."""
    assert_left(case, ["supervision"], [], {"close-supervision", "UserTask_CloseSupervision"})
    case.do(("close-supervision", SUPERVISOR, {"opinion": "同意", "is_in_bulletin": False}))
    assert_nothing_left(case)
