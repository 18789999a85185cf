"""What is answered in any form of any case, and by whom: the first of these people who may do it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from deploy.replay.office import OpenTask
from deploy.replay.page_reading import StepRefused
from deploy.running_office import DEMO_STORIES
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.case.task import Task
from models.ground.codes import Role
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from tests.acceptance.walk import CLERK, HANDLER, OPINION, READER, STEPS, SUPPORTED, Case, stage_of
from tests.improvement import NOTHING_TO_IMPROVE
from tests.office_process import OfficeProcess
from tests.owners.changes import VISIT_FORM
from tests.owners.story import VISIT
from tests.told_by_call import CALL

_ORGANISATION = DEMO_STORIES.with_name("organisation.json")
_UNIT_REPS = tuple(
    row["login"]
    for row in json.loads(_ORGANISATION.read_text("utf-8"))["staff"]
    if row["roles"] == ["unit_rep"]
)
_CLERKS = (CLERK, "ji.luqing", "ying.shoudao")
_APPROVERS = ("heng.gongyun", "cai.youdu", "zong.lanyun")
_SUPERVISORS = (READER, "du.daodi")
_VISITORS = ("fang.huiyin", "hui.fangyi")

# Beside whoever has the task or handles the case, who are asked last and first.
PEOPLE: dict[str, tuple[str, ...]] = {
    "decide-acceptance": _CLERKS,
    "settle-on-spot": _CLERKS,
    "approve-acceptance": _APPROVERS,
    "approve-settlement": _APPROVERS,
    "approve-entrustment": tuple(reversed(_APPROVERS)),
    "assign-handler": _CLERKS,
    "review-opinion": (*_SUPERVISORS, *_APPROVERS),
    "approve-opinion": _APPROVERS,
    "give-answer": _CLERKS,
    "record-return-visit": _VISITORS,
    "decide-redo": _SUPERVISORS,
    "sign-referral": _UNIT_REPS,
    "report-referral-result": _UNIT_REPS,
    "arbitrate-referral": _APPROVERS,
    "decide-extension": _APPROVERS,
    "decide-recusal": ("ming.shouli", *_APPROVERS, *_SUPERVISORS),
    "close-supervision": _SUPERVISORS,
    "report-rectification": _UNIT_REPS,
    "verify-rectification": _SUPERVISORS,
    "transfer-discipline": _SUPERVISORS,
    "record-discipline-result": _SUPERVISORS,
    "decide-review": tuple(reversed(_APPROVERS)),
    "verify-withdrawal": _CLERKS,
}
# The rows of matters are as many as the form shows.
ANSWERS: dict[str, Mapping[str, Any]] = {
    **{form: given for form, _, given in STEPS},
    "settle-on-spot": {
        "is_settled": "yes",
        "confirmed_by_complainant": True,
        **NOTHING_TO_IMPROVE,
        "matters": [OPINION],
        "claims": [SUPPORTED],
    },
    # In 0.1.0 the methods were asked with the findings; a form that does not ask for them drops them.
    "record-findings": {
        "needs_further": "no",
        "methods": ["documents"],
        "matters": [
            {
                "finding": "substantiated",
                "facts": "录像可证",
                "heard": "当面听取了窗口说明",
                "uncited_reason": "录像在卷",
                "responsibility": "unit",
            }
        ],
    },
    "approve-acceptance": {"approval": "approve", "comment": "同意"},
    "approve-settlement": {"approval": "approve", "comment": "同意"},
    "approve-entrustment": {"approval": "approve", "comment": "同意"},
    "review-opinion": {"review_decision": "approve", "comment": "同意"},
    "decide-redo": {"decision": "close", "reason": "已向投诉人说明"},
    "sign-referral": {"referral_answer": "signed"},
    "report-referral-result": {"result_text": "已按指南收件"},
    "arbitrate-referral": {"arbitration": "rejected", "reason": "属该局窗口事项"},
    "decide-extension": {"is_approved": "yes", "comment": "同意", "basis": "本中心办法"},
    "tell-extension": {"ways": ["phone"], **CALL, "told_text": "已告知延期"},
    "decide-recusal": {
        "outcome": "recused",
        "replaced_by": "zhen.juquan",
        "reason": "情况属实",
        "basis": "本中心办法",
    },
    "explain-delay": {"reason": "人手不足", "measures": "增派一人"},
    "close-supervision": {"opinion": "同意", "is_in_bulletin": False},
    "report-rectification": {"report_text": "已启用告知单"},
    "verify-rectification": {"is_verified": "yes"},
    "transfer-discipline": {"to": "X-JW", "receipt": "收字〔2026〕19号"},
    "record-discipline-result": {"result_text": "已作出处理"},
    "decide-review": {
        "outcome": "upheld",
        "reasons": "答复依据充分",
        "basis": "本中心办法",
        "ways": ["phone"],
        **CALL,
    },
    "verify-withdrawal": {"is_confirmed": "yes", "way": "phone"},
    VISIT_FORM: VISIT,
}
# Investigators handle cases of every unit, representatives those of their own.
_OF_ANY_UNIT = ("cha.fenming", "tan.genyuan", "zhen.juquan", "du.daodi")
_OPTIONS = {
    "handler_id": "handler_options",
    "replaced_by": "handler_options",
    "handling_unit": "unit_options",
}


@dataclass(frozen=True, slots=True)
class FromOutside:
    """An open referral to a unit without an account: somebody enters what it says."""

    referral_id: str
    answer: str


def walk_to_end(office: OfficeProcess, case: Case, most_steps: int = 20) -> list[str]:
    """Do what shows up until the file is closed and nothing about it is left; the forms and answers in their order."""
    done: list[str] = []
    while (step := next_step(office, case)) is not None:
        done.append(step.form_id if isinstance(step, OpenTask) else step.answer)
        assert len(done) <= most_steps, f"{case.number} comes to no end: {done}"
        if isinstance(step, OpenTask):
            _do_unless_it_ends(office, case, step)
        else:
            given = {"referral_id": step.referral_id, "answer": step.answer, "text": "已办理"}
            office.people.take_act(CLERK, case.complaint_id, "register-referral-answer", given)
    return done


def do(office: OfficeProcess, case: Case, task: OpenTask) -> None:
    """Answer one task as somebody who may do it."""
    person, shown = who_may(office, case, task)
    answers = fitting(ANSWERS[task.form_id], shown)
    try:
        office.people.submit(person, task, answers)
    except StepRefused as refused:
        if "没有填写电话记录之处" not in str(refused):
            raise
        # A form of an earlier release: it says that nobody is told by telephone there, and to choose another way.
        said = {name: told for name, told in answers.items() if name not in CALL}
        instead = {"ways": ["query_code"], "other_way_reason": "表单没有电话记录"}
        office.people.submit(person, task, {**said, **instead})


def _do_unless_it_ends(office: OfficeProcess, case: Case, task: OpenTask) -> None:
    """A task whose stage has just ended is refused, and is gone in a moment."""
    try:
        do(office, case, task)
    except StepRefused as refused:
        if "暂不能认定" in str(refused):
            _let_speak(office, case)
            return
        office.wait_until(
            lambda: task not in open_tasks(office, case), f"the end of what was refused: {refused}"
        )


def _let_speak(office: OfficeProcess, case: Case) -> None:
    """What a finding waits for comes: the material that was asked for, the statement of the unit; else their last day passes."""
    of_case, ends = case.complaint_id, []
    with office.clock.database.read() as session:
        asked = session.scalars(
            select(SupplementRequest).where(SupplementRequest.complaint_id == of_case)
        ).all()
        sheets = session.scalars(
            select(RespondentRequest).where(RespondentRequest.complaint_id == of_case)
        ).all()
        people = {row.login: (row.unit, row.roles) for row in session.scalars(select(Staff))}
    for row in (*asked, *sheets):
        if row.state is not RequestState.OPEN:
            ends.append(row.window_ends_at)
        elif isinstance(row, SupplementRequest):
            said = {"supplement_request_id": row.id, "text": "来信附收据"}
            office.people.take_act(CLERK, of_case, "register-supplement", said)
        else:
            spoken = next(
                who
                for who, (unit, roles) in people.items()
                if unit == row.unit_code and Role.UNIT_REP in roles
            )
            said = {"respondent_request_id": row.id, "reply_text": "已说明"}
            office.people.take_act(spoken, of_case, "reply-as-respondent", said)
    left = (max(ends) - office.now()).total_seconds() if ends else 0
    if left > 0:
        office.jump(left + 60)
        office.settle()


def who_may(office: OfficeProcess, case: Case, task: OpenTask) -> tuple[str, Mapping[str, Any]]:
    """The first of those asked who may submit the task, and the data he is shown; StepRefused when nobody may."""
    reasons = {}
    for person in _asked(office, case, task):
        try:
            page = office.people.read(person, f"/api/v1/tasks/{task.user_task_key}")
        except StepRefused as refused:
            reasons[person] = str(refused)
            continue
        if page["can_submit"]:
            return person, page["data"]
        reasons[person] = page["why_not"]
    raise StepRefused(f"nobody may do {task.form_id} of {case.number}: {reasons}")


def fitting(answers: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """These answers for the matters and the options that the form shows."""
    fitted = dict(answers)
    if "matters" in fitted:
        fitted["matters"] = [dict(fitted["matters"][0]) for _ in shown["matters"]]
    if "claims" in shown and shown["claims"] == shown.get("matters"):
        # A form of the time before there were matters: its rows by claim number are theirs.
        fitted["claims"] = fitted.pop("matters")
    elif "claims" in fitted:
        fitted["claims"] = [dict(fitted["claims"][0]) for _ in shown["claims"]]
    if "received_at" in shown:
        fitted |= {"began_at": shown["received_at"], "ended_at": shown["received_at"]}
    for name, options in _OPTIONS.items():
        offered = [option["value"] for option in shown.get(options, ())]
        if name in fitted and offered and fitted[name] not in offered:
            fitted[name] = next((login for login in _OF_ANY_UNIT if login in offered), offered[0])
    return fitted


def next_step(office: OfficeProcess, case: Case) -> OpenTask | FromOutside | None:
    """The oldest open task, else what a unit outside has to say; None once the file is closed and all is quiet."""
    found: list[OpenTask | FromOutside] = []

    def shows() -> bool:
        found[:] = open_tasks(office, case)
        if found or office.busy():
            return bool(found)
        # What was under way when the tasks were read may have made one.
        found[:] = open_tasks(office, case) or _waited_for(office, case)
        return bool(found) or stage_of(office, case) == "archived"

    office.wait_until(shows, f"a task of {case.number}")
    return found[0] if found else None


def open_tasks(office: OfficeProcess, case: Case) -> list[OpenTask]:
    """The open tasks of the case, oldest first."""
    query = (
        select(Task.user_task_key, Task.form_id)
        .where(Task.complaint_id == case.complaint_id, Task.state == "open")
        .order_by(Task.created_at)
    )
    with office.clock.database.read() as session:
        return [OpenTask(key, form) for key, form in session.execute(query)]


def _asked(office: OfficeProcess, case: Case, task: OpenTask) -> list[str]:
    with office.clock.database.read() as session:
        row = session.get_one(Task, task.user_task_key)
        handler = session.get_one(Complaint, case.complaint_id).handler_id
    asked = (row.claimed_by, row.assignee, *PEOPLE.get(task.form_id, ()), handler, HANDLER)
    return list(dict.fromkeys(person for person in asked if person))


def _waited_for(office: OfficeProcess, case: Case) -> list[FromOutside]:
    query = (
        select(Referral)
        .join(OrganisationUnit, OrganisationUnit.code == Referral.unit_code)
        .where(
            Referral.complaint_id == case.complaint_id,
            Referral.state == RequestState.OPEN,
            OrganisationUnit.kind == "external",
        )
    )
    with office.clock.database.read() as session:
        return [
            FromOutside(row.id, "result" if row.signed_at else "signed") for row in session.scalars(query)
        ]
