"""A user task that is planted here is found everywhere by its descriptor alone."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import pytest

from bpmn.diagram import Node
from bpmn.names import ProcessId
from bpmn.reading import list_diagrams
from deploy.docs.states_text import states_text
from deploy.feel import find_fault
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import ClockKind, DecisionKind, Stage
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.codes import Role
from models.ground.ids import new_id
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services import tasks
from services.access.task_bars import one_by_one
from services.access.task_facts import TaskFacts
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.ports.engine import EngineForm, EngineTask
from services.resource_check.check_form_file import check_form_file
from services.resource_check.needed_steps import check_needed_steps
from services.tasks.extract import OF_THE_FILE
from services.tasks.registry import TASKS, read_tasks
from services.tasks.user_task import NeededByLaw, UserTask
from services.unit_of_work import Unit
from services.views.my_tasks import list_my_tasks
from services.views.task_page import get_task
from services.worklist.identity_permission import may_know_identity
from services.worklist.submit_task import SubmitTask, submit_task
from services.worklist.sync_tasks import sync_tasks_step
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept

on_sqlite = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)
HANDLER, TASTER, BARRED = "jian.dengji", "xun.wenshi", "cha.fenming"
FIELD = {
    "id": "Field_Taste",
    "type": "textfield",
    "key": "taste",
    "label": "味道",
    "validate": {"required": True, "maxLength": 20},
}
SCHEMA = {"id": "taste-toy", "type": "default", "schemaVersion": 18, "components": [FIELD]}


class ToyElement(StrEnum):
    """What a diagram with the task would give to bpmn/names.py."""

    USER_TASK_TASTE_TOY = "UserTask_TasteToy"


KEY, ELEMENT = "2251799813686001", ToyElement.USER_TASK_TASTE_TOY.value


def context(case: TaskCase) -> Answers:
    return {"taste": "甜"}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    taste = text_of(answers, "taste")
    case.unit.trail.add(case.complaint.id, "toy.tasted", {"taste": taste}, case.actor)
    return {"is_sweet": taste == "甜"}


def find_toy_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    return "TOY_BAR" if login == BARRED else None


@pytest.fixture
def toy() -> Iterator[UserTask]:
    """A task that lives in this test only."""
    task = UserTask(
        form="taste-toy",
        process=ProcessId.INVESTIGATION,
        element=ToyElement.USER_TASK_TASTE_TOY,
        roles=(Role.INVESTIGATOR,),
        is_handlers=True,
        find_bars=one_by_one(find_toy_bar),
        limit=ClockKind.INVESTIGATION,
        law=NeededByLaw("没有品尝", "GB/T 36113-2018 7.2"),
        speaks_to_complainant=True,
        reworks=DecisionKind.OPINION,
        kept_variables=frozenset({"method"}),
        answers=frozenset({"taste"}),
        required=frozenset({"taste"}),
        outputs=frozenset({"is_sweet"}),
        extract=OF_THE_FILE,
        context=context,
        apply=apply,
    )
    TASKS[ELEMENT] = task
    yield task
    del TASKS[ELEMENT]


class EngineWithToy:
    """What the engine shows of one open task."""

    def __init__(self, complaint_id: str, office: FullOffice) -> None:
        self.variables = {"complaint_id": complaint_id, "method": "site", "secret": "not kept"}
        self.created_at = office.clock.now()

    def list_open_user_tasks(self) -> list[EngineTask]:
        groups = (Role.INVESTIGATOR.value,)
        return [EngineTask(KEY, ELEMENT, "9", "CREATED", None, groups, "77", self.created_at)]

    def list_effective_variables(self, user_task_key: str) -> dict[str, object]:
        return dict(self.variables)

    def find_user_task_form(self, user_task_key: str) -> EngineForm:
        return EngineForm("77", "taste-toy", 1, json.dumps(SCHEMA))


@pytest.fixture
def case(office: FullOffice, toy: UserTask) -> str:
    """An accepted case at the toy, with a clerk as its handler."""
    complaint_id = office.file().complaint_id
    accept(office, complaint_id)
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        complaint.stage, complaint.handler_id = Stage.DISPOSAL, HANDLER
    sync_tasks_step(office.unit_of_work, EngineWithToy(complaint_id, office))  # type: ignore[arg-type]  # three of its searches
    return complaint_id


def test_a_module_put_into_the_folder_is_a_task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HS-35: the folder is read, nothing lists the tasks."""
    planted = "from dataclasses import replace\nfrom services.tasks.explain_delay import TASK as LIKE\n"
    made = f"from {__name__} import ToyElement\nTOY = replace(LIKE, element=ToyElement.USER_TASK_TASTE_TOY)\n"
    (tmp_path / "taste_toy.py").write_text(planted + made, "utf-8")
    monkeypatch.setattr(tasks, "__path__", [*tasks.__path__, str(tmp_path)])
    read = read_tasks()
    monkeypatch.delitem(sys.modules, "services.tasks.taste_toy")
    assert read.keys() - TASKS.keys() == {ELEMENT}


@on_sqlite
def test_a_toy_task_has_its_limit_and_its_variables_in_the_list(office: FullOffice, case: str) -> None:
    """HS-35: a new user task touches no file that lists other tasks."""
    (row,) = office.rows(Task, user_task_key=KEY)
    (limit,) = office.rows(Clock, complaint_id=case, kind=ClockKind.INVESTIGATION)
    assert row.clock_id == limit.id, "and not that of the stage"
    assert row.details == {"method": "site"}


@on_sqlite
def test_a_toy_task_is_for_its_roles_and_the_handler_and_not_for_whom_its_bar_names(
    office: FullOffice, case: str
) -> None:
    """HS-35: whoever the diagram offers it to."""

    def listed(login: str) -> bool:
        rows = list_my_tasks(office.unit_of_work(), office.actor(login)).rows
        return KEY in {row.user_task_key for row in rows}

    assert listed(HANDLER) and listed(TASTER)
    assert not listed(BARRED)
    page = get_task(KEY, office.unit_of_work(), office.actor(BARRED))
    assert page.why_not == "TOY_BAR"


@on_sqlite
def test_who_holds_a_toy_task_may_know_the_complainant_he_speaks_to(office: FullOffice, case: str) -> None:
    """DM-10: who asked for secrecy within the centre is known to whom the task needs."""
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        complaint.confidentiality_requested = True
        assert not may_know_identity(complaint, TASTER, unit)
        unit.session.get_one(Task, KEY).claimed_by = TASTER
        assert may_know_identity(complaint, TASTER, unit)


@on_sqlite
def test_a_toy_task_is_shown_and_taken_by_its_own_use_case(office: FullOffice, case: str) -> None:
    """HS-35: form, page, effect on the case and what the engine is told."""
    handler = office.actor(HANDLER)
    assert get_task(KEY, office.unit_of_work(), handler).data == {"taste": "甜"}
    submit_task(SubmitTask(KEY, {"taste": "咸"}), office.unit_of_work(), handler)
    assert [event.payload for event in office.rows(TrailEvent, kind="toy.tasted")] == [{"taste": "咸"}]
    told = [row.payload for row in office.rows(OutboxRow, kind="complete_user_task")]
    assert told[-1]["variables"] == {"is_sweet": False}


@on_sqlite
def test_a_toy_task_that_comes_back_says_why(office: FullOffice, case: str) -> None:
    """UX-9: by the decision that it makes anew."""
    with office.unit_of_work() as unit:
        unit.session.add(
            Decision(
                id=new_id(),
                complaint_id=case,
                kind=DecisionKind.OPINION,
                round=1,
                by=TASTER,
                at=office.clock.now(),
            )
        )
        payload = {"round": 1, "decision": "return", "reason": "再尝一次"}
        unit.trail.add(case, "opinion.returned", payload, office.actor("heng.gongyun"))
    sent_back = get_task(KEY, office.unit_of_work(), office.actor(TASTER)).sent_back
    assert sent_back is not None and sent_back.reason == "再尝一次"


def test_files_without_the_toy_are_refused(toy: UserTask) -> None:
    """OW-1: the check of owners' files asks for its field, and for the task where the law needs it."""
    without_field = json.dumps({**SCHEMA, "components": []}).encode()
    faults = check_form_file("taste-toy.form", without_field, find_fault)
    assert [(fault.element, fault.code) for fault in faults] == [("taste", "FIELD_MISSING")]
    optional = json.dumps(SCHEMA).replace('"required": true', '"required": false').encode()
    faults = check_form_file("taste-toy.form", optional, find_fault)
    assert [(fault.element, fault.code) for fault in faults] == [("taste", "FIELD_OPTIONAL")]
    shipped = next(diagram for diagram in list_diagrams() if diagram.process_id == ProcessId.INVESTIGATION)
    node = Node(ELEMENT, "userTask", "品尝", shipped.process_id, shipped.process_id, form_id="taste-toy")
    with_toy = replace(shipped, nodes=(*shipped.nodes, node))
    assert list(check_needed_steps(with_toy, with_toy)) == []
    (fault,) = check_needed_steps(shipped, with_toy)
    assert (fault.element, fault.code) == (ELEMENT, "STEP_MISSING")
    assert "没有品尝" in fault.detail


def test_the_documents_tell_of_the_toy(toy: UserTask) -> None:
    """HS-35."""
    (line,) = [line for line in states_text().splitlines() if ELEMENT in line]
    for word in ("taste-toy", "investigator", "the case's handler", "`investigation`", "GB/T 36113-2018 7.2"):
        assert word in line
