"""A case that is walked to a stage with requests beside it, and what the engine still holds of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.beside.referral import Referral
from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage, TaskState
from models.case.task import Task
from models.clock.clock import Clock
from services.acts.take_act import TakeAct, take_act
from services.filing.new_case import FiledComplaint
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
from tests.accepted_row import ACCEPTED_ROW
from tests.confirmed_run import confirm_run
from tests.entrusted import NO_DATA
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.told_by_call import with_call
from tests.workers.engine_office import ANCHOR, EngineOffice

DIRECTOR = "zong.lanyun"
CLERK, HANDLER, APPROVER, SUPERVISOR, VISITOR = (
    "wen.rusheng", "xun.wenshi", "heng.gongyun", "jian.rujing", "fang.huiyin",
)  # fmt: skip
# Told by telephone, so that the first contact is made and its limit met, as where somebody works with care.
ACCEPTED = {
    "category": "broken_promise",
    "route": "intervene",
    "complexity": "simple",
    "told_ways": ["phone"],
}
REFUSED = {
    "decision": "refuse",
    "nonaccept_ground": "in_trial",
    "met_points": ["complainant", "concrete"],
    "basis": "《中华人民共和国民事诉讼法》第六条",
    "right_place": "云河市临江区人民法院",
}
FINDING = {
    "finding": "substantiated",
    "facts": "录像可证",
    "heard": "当面听取了窗口说明",
    "uncited_reason": "录像在卷",
    "responsibility": "unit",
}
SUPPORTED = {"answer": "supported"}
OPINION = {
    "finding": "substantiated",
    **SAID,
    "disposals": ["correct_error"],
    "reason": "指南无此材料",
    "basis": "办事指南",
}
LETTER = {"findings_text": "属实", "decision_text": "更正", "measures_text": "已办结", "ways": ["phone"]}

Step = tuple[str, str, Mapping[str, Any]]
ACCEPT: Step = (
    "decide-acceptance",
    CLERK,
    {**ACCEPTED, "matters": [ACCEPTED_ROW]},
)
# A refusal is told by nobody before it is approved.
REFUSE: Step = (
    "decide-acceptance", CLERK, {**ACCEPTED, "category": "none", "told_ways": [], "matters": [REFUSED]},
)  # fmt: skip
REFER: Step = (
    "decide-acceptance", CLERK, {**ACCEPTED, "matters": [{"decision": "refer", "refer_to": "X-CGZF"}]},
)  # fmt: skip
ASSIGN: Step = ("assign-handler", CLERK, {"handling_unit": "RS", "handler_id": HANDLER})
PLAN: Step = ("plan-investigation", HANDLER, {"methods": []})
FIND: Step = ("record-findings", HANDLER, {"matters": [FINDING]})
DRAFT: Step = ("draft-opinion", HANDLER, {"matters": [OPINION], "claims": [SUPPORTED]})
APPROVE: Step = ("approve-opinion", APPROVER, {"opinion_decision": "approve", **NOTHING_TO_IMPROVE})
ANSWER: Step = ("give-answer", HANDLER, LETTER)
VISIT: Step = ("record-return-visit", VISITOR, {"reached": "yes", "satisfaction": "5", "way": "phone"})

APPROVE_ENTRUSTMENT: Step = ("approve-entrustment", DIRECTOR, {"approval": "approve"})
ANSWERED_BY_CLERK: Step = ("give-answer", CLERK, LETTER)

# The shortest way of a case into a stage, and the task that then waits: refused ones are answered at once, those that
# another authority has handled are visited.
WAYS: dict[Stage, tuple[tuple[Step, ...], str]] = {
    Stage.INTAKE: ((), "decide-acceptance"),
    Stage.REFERRAL: ((REFER,), ""),
    Stage.INVESTIGATION: ((ACCEPT, ASSIGN), "plan-investigation"),
    Stage.DISPOSAL: ((ACCEPT, ASSIGN, PLAN, FIND), "draft-opinion"),
    Stage.FEEDBACK: ((REFUSE,), "give-answer"),
    Stage.RETURN_VISIT: ((REFER,), "record-return-visit"),
}

# The token that shows in the engine that a request of this kind waits.
WAITING_TOKEN = {
    SUPPLEMENT: "Gateway_AwaitSupplement",
    REFERRAL: "Call_WatchReferralSignOff",
    EXTENSION: "Call_WatchExtension",
    ENTRUSTMENT: "Gateway_AwaitEntrustment",
    RESPONDENT: "Gateway_AwaitRespondentReply",
    RECUSAL: "Call_WatchRecusal",
    SUPERVISION: "Call_WatchSupervision",
    RECTIFICATION: "Call_WatchRectification",
    WITHDRAWAL: "UserTask_VerifyWithdrawal",
}
# The act that opens it: name, person, answers. An extension comes first: what pauses the clock would bar it.
ACT_OF: dict[RequestKind, tuple[str, str, Mapping[str, object]]] = {
    EXTENSION: ("request-extension", APPROVER, {"reason": "等外地确认", "amount": 5}),
    REFERRAL: ("open-referral", CLERK, {"unit": "SJ", "role": "co", "needs_result": True}),
    ENTRUSTMENT: (
        "open-entrustment", APPROVER, {"kind": "appraisal", "to": "X-DSJ", "scope": "固定日志", "pauses_clock": True, **NO_DATA},
    ),
    RESPONDENT: ("ask-respondent", HANDLER, {"unit": "RS", "questions": "请说明"}),
    SUPPLEMENT: ("request-supplement", CLERK, {"items": "收据照片", "window_wd": 5}),
    RECUSAL: (
        "request-recusal", CLERK, {"who_kind": "staff", "who": "zhen.juquan", "reason": "同学"},
    ),
    SUPERVISION: ("open-supervision", "du.daodi", {"reason": "请说明进度"}),
    RECTIFICATION: (
        "order-rectification", SUPERVISOR, {"unit": "RS", "kind": "rectify", "what": "更新指南", "basis": "本中心办法"},
    ),
    WITHDRAWAL: ("request-withdrawal", CLERK, {"reason": "来电要求撤回"}),
}  # fmt: skip


@dataclass
class StageCase:
    """One case in a running office; `others` are the instances that were active before it was filed."""

    running: EngineOffice
    filed: FiledComplaint
    others: frozenset[str]

    @property
    def id(self) -> str:
        """The id of the complaint."""
        return self.filed.complaint_id

    @property
    def complaint(self) -> Complaint:
        """The row as it stands."""
        return self.running.office.rows(Complaint, id=self.id)[0]  # type: ignore[no-any-return]  # rows of any table of a table

    def do(self, *steps: Step) -> None:
        """Submit these tasks one after another."""
        for form, login, answers in steps:
            self.running.submit(self.id, form, login, **answers)

    def take(self, act: str, login: str, **answers: object) -> dict[str, str]:
        """Take an act; what came of it. What needs a second person is confirmed."""
        office = self.running.office
        taken = take_act(
            TakeAct(self.id, act, with_call(answers)), office.unit_of_work(), office.actor(login)
        )
        confirm_run(office, self.id, act)
        return taken.references

    def open(self, kind: RequestKind) -> str:
        """Open a request of this kind by its act, approved where it must be; its id."""
        request_id = self.ask(kind)
        if kind is ENTRUSTMENT:
            self.do(APPROVE_ENTRUSTMENT)
        return request_id

    def ask(self, kind: RequestKind) -> str:
        """The act alone; what needs an approval waits for it. The id of the request."""
        act, login, answers = ACT_OF[kind]
        (request_id,) = self.take(act, login, **answers).values()
        return request_id

    def contact(self) -> None:
        """Somebody calls the complainant: a refusal tells nobody before it is approved, and the first contact is due."""
        self.take("record-contact", CLERK, way="phone", outcome="reached", text="已电话联系")

    def hear_outside(self) -> None:
        """The authority that the only matter went to has signed and reports its result."""
        referral = self.running.office.rows(Referral, complaint_id=self.id, no=1)[0]
        for answer in ("signed", "result"):
            self.take("register-referral-answer", CLERK, referral_id=referral.id, answer=answer, text="已办")

    def request(self, kind: RequestKind, request_id: str) -> SideRequest:
        """A request as it stands."""
        return self.running.office.rows(kind.table, id=request_id)[0]  # type: ignore[no-any-return]  # rows of any table

    def wait_for_stage(self, stage: Stage) -> None:
        """Until the case stands in it."""
        self.running.wait_for(lambda: self.complaint.stage is stage, f"stage {stage}")

    def search(self, path: str, conditions: Mapping[str, object]) -> list[dict[str, Any]]:
        """All rows of a search in the engine that do not belong to instances of before."""
        body = {"filter": dict(conditions), "page": {"limit": 1000}}
        rows = self.running.http.post(f"{path}/search", body)["items"]
        return [
            row
            for row in rows
            if str(row["processInstanceKey"]) not in self.others and row.get("processDefinitionId") != ANCHOR
        ]

    def active_instances(self) -> list[str]:
        """Process ids of what is active, the case's and of its requests."""
        rows = self.search("process-instances", {"state": "ACTIVE"})
        return sorted(row["processDefinitionId"] for row in rows)

    def active_elements(self) -> set[str]:
        """Ids of the elements at which a token stands."""
        return {row["elementId"] for row in self.search("element-instances", {"state": "ACTIVE"})}

    def open_tasks(self) -> set[str]:
        """Forms of the tasks that wait for a person, on our lists or in the engine."""
        ours = {
            row.form_id for row in self.running.office.rows(Task, complaint_id=self.id, state=TaskState.OPEN)
        }
        theirs = {row["elementId"] for row in self.search("user-tasks", {"state": "CREATED"})}
        return ours | theirs

    def running_clocks(self) -> list[ClockKind]:
        """The kinds of the clocks that run in the database."""
        rows = self.running.office.rows(Clock, complaint_id=self.id)
        return sorted(row.kind for row in rows if row.stopped_at is None)

    def watched(self) -> list[ClockKind]:
        """The kinds of the clocks that a `deadline-watch` with an active element watches."""
        active = {"processDefinitionId": "deadline-watch", "state": "ACTIVE"}
        keys = {row["processInstanceKey"] for row in self.search("element-instances", active)}
        keys |= {row["processInstanceKey"] for row in self.search("process-instances", active)}
        if not keys:
            return []
        named = self.search("variables", {"name": "clock_id", "processInstanceKey": {"$in": sorted(keys)}})
        ids = {json.loads(row["value"]) for row in named}
        return sorted(row.kind for row in self.running.office.rows(Clock) if row.id in ids)


def active_keys(running: EngineOffice) -> frozenset[str]:
    """The keys of all active instances of the engine."""
    return frozenset(row["processInstanceKey"] for row in running.beside_anchor("process-instances"))


def case_in(running: EngineOffice, stage: Stage) -> StageCase:
    """A new case that has come to a stage and waits there."""
    others = active_keys(running)
    # Filings of one address are limited.
    address = f"203.0.113.{len(running.office.rows(Complaint)) % 250}"
    case = StageCase(running, running.office.file(wanted="按公布的办事指南收件", address=address), others)
    steps, waiting = WAYS[stage]
    if REFUSE in steps:
        case.contact()
    case.do(*steps)
    if stage is Stage.RETURN_VISIT:
        case.hear_outside()
        case.do(ANSWERED_BY_CLERK)
    case.wait_for_stage(stage)
    if waiting:
        running.open_task(case.id, waiting)
    return case
