"""A demo office's clock beside diagrams that an owner drew: it waits for what the office itself does, for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.camunda_monitor import CamundaMonitor
from adapters.camunda_resources import CamundaResources
from bpmn.names import JobType
from models.case.task import Task
from models.ground.errors import NotPermitted
from services.standstill.look import look_step
from services.standstill.looker import Noticed
from services.standstill.name_person import NamePerson, name_person
from services.worklist.claim_task import ClaimTask, claim_task
from services.worklist.submit_task import SubmitTask, submit_task
from services.worklist.sync_tasks import sync_tasks_step
from tests.full_office import FullOffice
from tests.rest.diagrams import decide_process, work_process
from tests.web.pages import build_app, text_of
from tests.web_staff.people import signed_in
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.moments import office_clock
from tests.workers.test_forms_of_owners import PLACE, own_process, visit_form

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


def start(running: EngineOffice, process_id: str, diagram: str, **variables: str) -> None:
    """Deploy an owner's diagram and begin one instance; it is of no case unless the variables name one."""
    CamundaResources(running.http).deploy({f"{process_id}.bpmn": diagram.encode()})
    running.http.post("process-instances", {"processDefinitionId": process_id, "variables": variables})


def test_the_clock_waits_neither_for_a_job_that_nobody_answers_nor_for_a_task_of_no_case(
    office: FullOffice, tmp_path: Path
) -> None:
    """OW-19: such a job or task stopped `jieban clock` for everybody; now the types of such jobs are told instead."""
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        start(running, "work", work_process())
        without_form = decide_process().replace('<zeebe:formDefinition formId="decide"/>', "")
        start(running, "decide", without_form)
        running.wait_for(running.engine.list_open_user_tasks, "the owner's task")
        clock = office_clock(running)
        assert clock.list_unanswered_jobs() == ["do-work"]
        assert clock.busy() == []


def test_the_supervisor_sees_what_stands_still_in_an_owners_diagram(
    office: FullOffice, tmp_path: Path
) -> None:
    """OW-2 OW-27: on a running engine, a job that nobody answers, a misspelt role, a task of no case and of none on file."""
    filed = office.file()
    diagram = decide_process().replace('<zeebe:formDefinition formId="decide"/>', "")
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        start(running, "work", work_process())
        start(
            running,
            "decide",
            diagram.replace("intake,approver", "investigators"),
            complaint_id=filed.complaint_id,
        )
        running.wait_for(running.engine.list_open_user_tasks, "the owner's task")
        start(running, "own", diagram.replace('id="decide"', 'id="own"').replace("决定是否受理", "无案任务"))
        gone = diagram.replace('id="decide"', 'id="gone"')
        start(running, "gone", gone, complaint_id="f" * 32)
        running.wait_for(lambda: len(running.engine.list_open_user_tasks()) == 3, "the tasks of no case")
        # A task that stays there and is nobody's is no work: the next look comes after a rest.
        assert [sync_tasks_step(office.unit_of_work, running.engine) for _ in range(2)] == [1, 0]
        monitor, noticed = CamundaMonitor(running.http), Noticed()
        for _ in range(2):
            look_step(office.unit_of_work, running.engine, monitor, noticed)
        supervisor = signed_in(build_app(office, monitor), office, "jian.rujing")
        page = text_of(supervisor.get("/monitor/stuck"))
    assert filed.number in page
    assert "决定是否受理" in page
    assert "图中所写的角色本系统没有： investigators" in page
    assert "do-work" in page
    assert "无案任务" in page


def test_a_faulty_version_is_listed_with_its_instances_until_the_last_has_ended(
    office: FullOffice, tmp_path: Path
) -> None:
    """OW-2: after the owner rolled back; the engine counts by version, and one that nobody goes by is not asked about."""
    faulty = work_process()
    good = faulty.replace("do-work", JobType.ARCHIVE_CASE)
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        resources, monitor = CamundaResources(running.http), CamundaMonitor(running.http)
        for _ in range(3):
            start(running, "work", faulty)
        start(running, "work", good)
        resources.deploy({"work.bpmn": work_process().replace("do-work", "do-other-work").encode()})
        resources.deploy({"work.bpmn": good.encode()})
        supervisor = signed_in(build_app(office, monitor), office, "jian.rujing")

        def told() -> list[bool]:
            look_step(office.unit_of_work, running.engine, monitor, Noticed())
            pages = ("/monitor/stuck?kind=version", "/monitor/versions", "/monitor/processes/work")
            return ["do-work" in text_of(supervisor.get(page)) for page in pages]

        def versions() -> list[tuple[int, int]]:
            found = monitor.list_running_versions()
            return [(run.definition.version, run.running) for run in found if run.definition.id == "work"]

        assert versions() == [(2, 1), (1, 3)]
        assert told() == [True, True, True]
        assert "do-other-work" not in text_of(supervisor.get("/monitor/versions"))
        for item in monitor.search_instances({"processDefinitionId": "work"}).items:
            if item.version == 1:
                running.engine.cancel_instance(item.key)
        assert versions() == [(2, 1)]
        assert told() == [False, False, False]


def test_who_is_named_for_a_task_takes_and_completes_it_in_the_engine(running: EngineOffice) -> None:
    """OW-2 OW-27: the listeners let the named person through, whose role the diagram does not name."""
    form = '<zeebe:formDefinition formId="site-visit"/>'
    CamundaResources(running.http).deploy({"site-visit.form": visit_form(PLACE)})
    diagram = (
        own_process(form).decode().replace('candidateGroups="intake"', 'candidateGroups="investigators"')
    )
    case = running.office.file().complaint_id
    start(running, "own-visit", diagram, complaint_id=case)

    def task() -> Task | None:
        found = running.office.rows(Task, complaint_id=case, element_id="Activity_1qk3v8d")
        return found[0] if found else None

    running.wait_for(task, "the owner's task")
    key = task().user_task_key  # type: ignore[union-attr]  # waited for
    office, person = running.office, running.office.actor("hui.fangyi")
    with pytest.raises(NotPermitted):
        claim_task(ClaimTask(key), office.unit_of_work(), person)
    decision = NamePerson(key, "hui.fangyi", "图中角色写错")
    name_person(decision, office.unit_of_work(), office.actor("jian.rujing"))
    claim_task(ClaimTask(key), office.unit_of_work(), person)
    running.wait_for(lambda: task().assignee == "hui.fangyi", "the engine assigned it")  # type: ignore[union-attr]  # as above
    submit_task(SubmitTask(key, {"visited_place": "大厅"}), office.unit_of_work(), person)
    running.wait_for(lambda: running.engine.find_user_task_state(key) == "COMPLETED", "the engine")


def test_the_clock_waits_for_a_job_of_the_office_and_says_so_in_words(
    office: FullOffice, tmp_path: Path
) -> None:
    """OW-19: what is waited for is named with its cause, in both languages."""
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        diagram = work_process().replace("do-work", JobType.ARCHIVE_CASE)
        start(running, "work", diagram)
        clock = office_clock(running)
        assert clock.list_unanswered_jobs() == []
        assert clock.busy() == [f"job {JobType.ARCHIVE_CASE}: its worker has not finished / 作业尚未办完"]
