"""The list of tasks beside an engine whose searches are 1.5 s behind: right at once, and while the engine follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from adapters.camunda_resources import CamundaResources
from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.codes import RecusalOutcome, RecusalSubject
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.ports.engine import EngineTask
from services.views.page import MOST_COUNTED, ROWS_OF_A_PAGE
from services.views.work_list import ListWork, TaskTab, WorkList, list_work
from services.worklist.count_my_tasks import count_my_tasks
from services.worklist.hand_over_task import HandOverTask, hand_over_task
from services.worklist.release_task import ReleaseTask, release_task
from tests.full_office import FullOffice
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.moments import calm
from tests.workers.test_extension_dates import NOTICE
from tests.workers.test_side_processes import FINDING, accept, take

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

HANDLER, COLLEAGUE, APPROVER = "xun.wenshi", "tan.genyuan", "heng.gongyun"
LAG_MS = 1_500
LOOP, SHOWN = "UserTask_Many", ROWS_OF_A_PAGE
NEVER = datetime.max.replace(tzinfo=UTC)
SIZES = [
    pytest.param(30, id="30"),
    pytest.param(10_000, id="10000", marks=[pytest.mark.check, pytest.mark.timeout(600)]),
]
# One instance whose loop opens many user tasks at once, of a case of its own.
MANY = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
    id="many-defs" targetNamespace="http://example.com">
  <bpmn:process id="many" isExecutable="true">
    <bpmn:startEvent id="Begin"><bpmn:outgoing>First</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="First" sourceRef="Begin" targetRef="UserTask_Many"/>
    <bpmn:userTask id="UserTask_Many" name="核对材料">
      <bpmn:extensionElements><zeebe:userTask/>
        <zeebe:assignmentDefinition candidateGroups="investigator"/></bpmn:extensionElements>
      <bpmn:incoming>First</bpmn:incoming><bpmn:outgoing>Last</bpmn:outgoing>
      <bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>
        <zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/>
      </bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="Last" sourceRef="UserTask_Many" targetRef="End"/>
    <bpmn:endEvent id="End"><bpmn:incoming>Last</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
"""


@pytest.fixture
def running(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """An engine whose searches are behind."""
    with engine_office(office, tmp_path, search_lag_ms=LAG_MS) as running:
        running.start_workers()
        yield running


def open_many(running: EngineOffice, number: int) -> str:
    """A case with so many open tasks for whoever investigates; known to the list before the workers look again.

    They would ask for the variables of each of ten thousand, one by one.
    """
    case = running.office.file(address="203.0.113.77").complaint_id
    calm(running)
    running.stop_workers()
    CamundaResources(running.http).deploy({"many.bpmn": MANY.encode()})
    variables = {"complaint_id": case, "items": list(range(number))}
    running.http.post("process-instances", {"processDefinitionId": "many", "variables": variables})
    running.wait_for(lambda: len(loop_tasks(running)) == number, "all are open")
    rows = [
        {
            "user_task_key": task.user_task_key,
            "complaint_id": case,
            "element_id": LOOP,
            "process_instance_key": task.process_instance_key,
            "candidate_groups": list(task.candidate_groups),
            "details": {},
            "state": TaskState.OPEN,
            "created_at": task.created_at,
        }
        for task in loop_tasks(running)
    ]
    with running.office.unit_of_work() as unit:
        unit.session.execute(insert(Task), rows)
    running.start_workers()
    return case


def loop_tasks(running: EngineOffice) -> list[EngineTask]:
    return [task for task in running.engine.list_open_user_tasks() if task.element_id == LOOP]


def open_rows(running: EngineOffice, **where: object) -> list[Task]:
    return running.office.rows(Task, state=TaskState.OPEN, **where)


def look(running: EngineOffice, login: str, tab: TaskTab, page: int = 1, *, number: str = "") -> WorkList:
    command = ListWork(tab, page, number)
    return list_work(command, running.office.unit_of_work(), running.office.actor(login))


def keys_of(work: WorkList) -> list[str]:
    return [row.task.user_task_key for row in work.page]


def number_of(running: EngineOffice, case: str) -> str:
    return str(running.office.rows(Complaint, id=case)[0].number)


def pages_shown(keys: list[str]) -> list[str]:
    """What the first and the last page show of them."""
    return keys if len(keys) <= SHOWN else keys[:SHOWN] + keys[-(len(keys) % SHOWN or SHOWN) :]


def listed(running: EngineOffice, login: str, tab: TaskTab) -> list[str]:
    """The first and the last page of a tab."""
    first = look(running, login, tab)
    if first.page.last == 1:
        assert first.counts[tab] == len(first.page)
        return keys_of(first)
    return keys_of(first) + keys_of(look(running, login, tab, first.page.last))


def in_order(running: EngineOffice, keys: list[str]) -> list[str]:
    """The same keys as the tables say they press: urgent cases, the least time left, the oldest."""
    due = {clock.id: clock.due_at for clock in running.office.rows(Clock) if clock.stopped_at is None}
    urgent = {row.id: row.urgent for row in running.office.rows(Complaint)}
    tasks = {row.user_task_key: row for row in open_rows(running)}

    def press(key: str) -> tuple[object, ...]:
        task = tasks[key]
        return (not urgent[task.complaint_id], due.get(task.clock_id or "", NEVER), task.created_at, key)

    return sorted(keys, key=press)


def held(running: EngineOffice, login: str) -> int:
    return count_my_tasks(running.office.unit_of_work(), running.office.actor(login)).number


def assignees(running: EngineOffice) -> dict[str, str | None]:
    """As the engine's search shows them, behind."""
    return {task.user_task_key: task.assignee for task in running.engine.list_open_user_tasks()}


def extend(running: EngineOffice, case: str) -> None:
    """A later date for the case, asked for, approved and told."""
    take(running, case, "request-extension", HANDLER, reason="等外地单位确认", amount=5)
    running.submit(case, "decide-extension", APPROVER, is_approved="yes", basis="本中心办法")
    running.submit(case, "tell-extension", HANDLER, **NOTICE)
    running.wait_for(lambda: len(listed(running, HANDLER, TaskTab.MINE)) == 2, "the notice is off the list")


def open_draft(running: EngineOffice, case: str) -> str:
    """The opinion of a case whose findings are recorded."""
    running.submit(case, "record-findings", HANDLER, matters=[FINDING] * 2)
    return running.open_task(case, "draft-opinion").user_task_key


def recuse_handler(running: EngineOffice, case: str) -> None:
    with running.office.unit_of_work() as unit:
        asked = RequestRecusal(RecusalSubject.STAFF, HANDLER, "与投诉人相识")
        complaint = unit.session.get_one(Complaint, case)
        row = request_recusal(asked, complaint, unit, running.office.actor("wen.rusheng"))
        row.outcome = RecusalOutcome.RECUSED


def pass_on(running: EngineOffice, drafts: tuple[str, str]) -> None:
    """The second draft goes to the colleague, then the first back to the group; every look on the way is right."""
    first, second = drafts
    make_unit, actor = running.office.unit_of_work, running.office.actor(HANDLER)
    hand_over_task(HandOverTask(second, COLLEAGUE, "明日外出"), make_unit(), actor)

    def has_followed() -> bool:
        assert listed(running, HANDLER, TaskTab.MINE) == [first]
        assert listed(running, COLLEAGUE, TaskTab.MINE) == [second]
        assert (held(running, HANDLER), held(running, COLLEAGUE)) == (1, 1)
        return assignees(running)[second] == COLLEAGUE

    running.wait_for(has_followed, "the engine's search shows the colleague")
    release_task(ReleaseTask(first), make_unit(), actor)

    def is_free() -> bool:
        assert listed(running, HANDLER, TaskTab.MINE) == []
        assert held(running, HANDLER) == 0
        return assignees(running)[first] is None

    running.wait_for(is_free, "the engine's search shows nobody")


@pytest.mark.parametrize("number", SIZES)
def test_the_list_is_right_after_an_extension_a_hand_over_and_a_recusal(
    running: EngineOffice, number: int
) -> None:
    """UX-5, UX-51: order, count and content, at once and at every look until the engine's search has followed."""
    first, second = accept(running), accept(running)
    drafts = {case: open_draft(running, case) for case in (first, second)}
    many = open_many(running, number)
    told = min(number, MOST_COUNTED - len(drafts))
    assert look(running, HANDLER, TaskTab.POOL).counts[TaskTab.POOL] == told
    assert listed(running, HANDLER, TaskTab.MINE) == [drafts[first], drafts[second]]

    extend(running, first)
    mine, pool = listed(running, HANDLER, TaskTab.MINE), listed(running, HANDLER, TaskTab.POOL)
    whole = in_order(
        running, [row.user_task_key for row in open_rows(running, complaint_id=many, element_id=LOOP)]
    )
    assert mine == [drafts[second], drafts[first]] == in_order(running, mine)
    assert pool == pages_shown(whole[:told])

    pass_on(running, (drafts[first], drafts[second]))
    assert drafts[first] in keys_of(look(running, HANDLER, TaskTab.POOL, number=number_of(running, first)))
    recuse_handler(running, many)
    assert listed(running, HANDLER, TaskTab.POOL) == [drafts[first]]
    found = look(running, COLLEAGUE, TaskTab.POOL)
    assert (found.counts[TaskTab.POOL], found.has_more) == (min(number + 1, MOST_COUNTED - 1), number > 1_000)
