"""Walks cases of a running office through its pages, and looks at what the engine holds of them."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from adapters.camunda_rest import list_all
from deploy.replay.office import OpenTask
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Rung
from models.case.task import Task
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from tests.accepted_row import ACCEPTED_ROW
from tests.act_record import FORM, RECORD, record_at
from tests.improvement import NOTHING_TO_IMPROVE
from tests.office_process import OfficeProcess
from tests.said_of_disposals import SAID
from tests.told_by_call import CALL

READER = "jian.rujing"  # a supervisor: sees every file and handles none
CLERK = "wen.rusheng"
HANDLER = "xun.wenshi"

SUPPORTED = {"answer": "supported"}
OPINION = {
    "finding": "substantiated",
    **SAID,
    "disposals": ["correct_error"],
    "reason": "指南无此材料",
    "basis": "办事指南",
    # Where the finding of an earlier release cites nothing.
    "uncited_reason": "录像在卷",
}
REFUSAL = {
    "decision": "refuse",
    "nonaccept_ground": "in_trial",
    "met_points": ["complainant", "concrete"],
    "basis": "《中华人民共和国民事诉讼法》第六条",
    "right_place": "云河市临江区人民法院",
}
ACCEPTANCE = {"category": "irregular_operation", "route": "intervene", "complexity": "simple"}

# What is done in which order, by whom.
STEPS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    (
        "decide-acceptance",
        CLERK,
        {
            **ACCEPTANCE,
            "matters": [ACCEPTED_ROW],
        },
    ),
    ("assign-handler", CLERK, {"handling_unit": "RS", "handler_id": HANDLER}),
    ("plan-investigation", HANDLER, {"methods": ["documents"], "plan_note": "查阅窗口清单"}),
    ("record-investigation-act", HANDLER, RECORD),
    (
        "record-findings",
        HANDLER,
        {
            "needs_further": "no",
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
    ),
    ("draft-opinion", HANDLER, {"matters": [OPINION], "claims": [SUPPORTED]}),
    ("approve-opinion", "heng.gongyun", {"opinion_decision": "approve", **NOTHING_TO_IMPROVE}),
    (
        "give-answer",
        HANDLER,
        {
            "findings_text": "属实",
            "decision_text": "按指南收件",
            "measures_text": "撤下旧清单",
            "ways": ["phone"],
            **CALL,
        },
    ),
    ("record-return-visit", "fang.huiyin", {"reached": "yes", "satisfaction": "5", "way": "phone"}),
)
FORM_OF_STAGE = {
    "intake": "decide-acceptance",
    "investigation": "plan-investigation",
    "disposal": "draft-opinion",
    "feedback": "give-answer",
    "return_visit": "record-return-visit",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A filed complaint; `query_code` is empty where nobody read the receipt."""

    number: str
    complaint_id: str
    query_code: str = ""
    # Who does it instead of the people of the steps: those of its route.
    instead: Mapping[str, str] = field(default_factory=dict)


def filing(**fields: str) -> dict[str, str]:
    """Fields of the public form with one thing wanted."""
    return {
        "submission_id": uuid.uuid4().hex,
        "name": "简一趟",
        "phone": "199-0000-0201",
        "content": "9月3日下午两点半左右，我到C03窗口申领失业保险金，窗口要我补一张指南上没有的证明。",
        "wanted": "按公布的办事指南收件。",
        "respondent_window": "C03",
        "occurred_at": "2026-08-28",
        "privacy_notice_version": "2026-07",
        **fields,
    }


def file_case(office: OfficeProcess, **fields: str) -> Case:
    """File a complaint on the public page."""
    receipt = office.people.file(filing(**fields))
    return known_case(office, receipt.number, receipt.query_code)


def known_case(office: OfficeProcess, number: str, query_code: str = "") -> Case:
    """The case of a receipt; there is exactly one."""
    with office.clock.database.read() as session:
        ids = session.scalars(select(Complaint.id).where(Complaint.number == number)).all()
    assert len(ids) == 1, f"{number} is {len(ids)} cases"
    return Case(number, ids[0], query_code)


def list_cases(office: OfficeProcess) -> list[Case]:
    """Every case of the office."""
    with office.clock.database.read() as session:
        rows = session.execute(select(Complaint.number, Complaint.id).order_by(Complaint.number))
        return [Case(number, complaint_id) for number, complaint_id in rows]


def stage_of(office: OfficeProcess, case: Case) -> str:
    """Where the file stands."""
    with office.clock.database.read() as session:
        return session.get_one(Complaint, case.complaint_id).stage.value


def open_task(office: OfficeProcess, case: Case, form_id: str) -> OpenTask:
    """The open task of this form, once the office shows it."""
    found: list[OpenTask] = []

    def shows() -> bool:
        with office.clock.database.read() as session:
            query = select(Task.user_task_key).where(
                Task.complaint_id == case.complaint_id, Task.form_id == form_id, Task.state == "open"
            )
            found[:] = [OpenTask(key, form_id) for key in session.scalars(query)]
        return bool(found)

    office.wait_until(shows, f"task {form_id} of {case.number}")
    assert len(found) == 1
    return found[0]


def answer(office: OfficeProcess, case: Case, form_id: str, **more: Any) -> str:
    """Submit the open task of this form as its person would; the task's key."""
    task = open_task(office, case, form_id)
    submit(office, task, case.instead, **more)
    return task.user_task_key


def submit(
    office: OfficeProcess, task: OpenTask, instead: Mapping[str, str] = MappingProxyType({}), **more: Any
) -> None:
    """Submit this task as its person would; done twice it is the same submission."""
    person, answers = next((who, what) for form, who, what in STEPS if form == task.form_id)
    more = {**_moments_of(office, task), **more}
    told = {
        key: instead.get(value, value) if key == "handler_id" else value for key, value in answers.items()
    }
    office.people.submit(instead.get(person, person), task, {**told, **more})


def _moments_of(office: OfficeProcess, task: OpenTask) -> Mapping[str, Any]:
    """An act that is recorded took place when the complaint came in: the same however often it is sent."""
    if task.form_id != FORM:
        return {}
    with office.clock.database.read() as session:
        of_case = session.get_one(Task, task.user_task_key).complaint_id
        return record_at(session.get_one(Complaint, of_case).received_at)


def walk_to(office: OfficeProcess, case: Case, stage: str) -> None:
    """Do every step until the first task of `stage` is open, from wherever the case stands."""
    goal = FORM_OF_STAGE[stage]
    forms = [form for form, _, _ in STEPS]
    for form in forms[_steps_done(office, case) : forms.index(goal)]:
        answer(office, case, form)
    open_task(office, case, goal)


def finish(office: OfficeProcess, case: Case) -> None:
    """Do every step that is left, up to the archive."""
    for form, _, _ in STEPS[_steps_done(office, case) :]:
        answer(office, case, form)
    office.wait_until(lambda: stage_of(office, case) == "archived", f"{case.number} is archived")


def _steps_done(office: OfficeProcess, case: Case) -> int:
    with office.clock.database.read() as session:
        query = select(Task.form_id).where(Task.complaint_id == case.complaint_id, Task.state != "open")
        return len(session.scalars(query).all())


def root_of(office: OfficeProcess, case: Case) -> str:
    """The key of the case's root instance, once its first worker has written it."""
    keys: list[str] = []

    def is_bound() -> bool:
        with office.clock.database.read() as session:
            query = select(CaseRun.process_instance_key).where(CaseRun.complaint_id == case.complaint_id)
            keys[:] = [key for key in session.scalars(query) if key]
        return bool(keys)

    office.wait_until(is_bound, f"{case.number} has a root instance")
    return keys[0]


def family_of(office: OfficeProcess, root: str) -> set[str]:
    """Keys of the root instance and of all instances it called, running or ended."""
    query = "SELECT key FROM process_instance WHERE root_instance_key = ?"
    return {str(row[0]) for row in read_store(office, query, int(root))}


def active_watches(office: OfficeProcess, family: set[str]) -> list[str]:
    """Elements of `deadline-watch` that REST shows as active, in these instances."""
    body = {"filter": {"processDefinitionId": "deadline-watch", "state": "ACTIVE"}}
    found = list_all(office.engine, "element-instances/search", body)
    return [item["elementId"] for item in found if item["processInstanceKey"] in family]


def timers(office: OfficeProcess, family: set[str]) -> list[tuple[Any, ...]]:
    """Rows of the engine's timer table for these instances."""
    rows = read_store(office, "SELECT process_instance_key, target_id, due_at FROM timer")
    return [row for row in rows if str(row[0]) in family]


def elements(office: OfficeProcess, family: set[str]) -> list[tuple[str, str]]:
    """Element id and state of everything that happened in these instances."""
    rows = read_store(office, "SELECT process_instance_key, element_id, state FROM element_instance")
    return [(row[1], row[2]) for row in rows if str(row[0]) in family]


def instances_with(office: OfficeProcess, case: Case) -> set[str]:
    """Keys of the instances of `complaint` that carry the case's id, by REST."""
    body = {"filter": {"name": "complaint_id", "value": json.dumps(case.complaint_id)}}
    carrying = {item["processInstanceKey"] for item in list_all(office.engine, "variables/search", body)}
    roots = list_all(
        office.engine, "process-instances/search", {"filter": {"processDefinitionId": "complaint"}}
    )
    return {item["processInstanceKey"] for item in roots} & carrying


def read_store(office: OfficeProcess, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of the engine's store file, read beside the running engine."""
    file = office.data / "engine" / "engine.db"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return connection.execute(query, values).fetchall()


def clock_of(office: OfficeProcess, case: Case, kind: ClockKind) -> Clock:
    """The case's clock of this kind; there is exactly one."""
    with office.clock.database.read() as session:
        query = select(Clock).where(Clock.complaint_id == case.complaint_id, Clock.kind == kind)
        return session.scalars(query).one()


def rungs_of(office: OfficeProcess, clock: Clock) -> dict[Rung, bool]:
    """Rungs reached, each once and with whether it was announced."""
    with office.clock.database.read() as session:
        rows = session.scalars(select(ClockRung).where(ClockRung.clock_id == clock.id)).all()
    assert len({row.rung for row in rows}) == len(rows)
    return {row.rung: row.announced_at is not None for row in rows}
