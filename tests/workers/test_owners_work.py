"""A demo office's clock beside diagrams that an owner drew: it waits for what the office itself does, for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.camunda_monitor import CamundaMonitor
from adapters.camunda_resources import CamundaResources
from bpmn.names import JobType
from services.worklist.sync_tasks import sync_tasks_step
from tests.full_office import FullOffice
from tests.rest.diagrams import decide_process, work_process
from tests.web.pages import build_app, text_of
from tests.web_staff.people import signed_in
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.moments import office_clock

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
    """OW-2 OW-27: on a running engine, a job that nobody answers and a task of a misspelt role, with the case's number."""
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
        sync_tasks_step(office.unit_of_work, running.engine)
        supervisor = signed_in(build_app(office, CamundaMonitor(running.http)), office, "jian.rujing")
        page = text_of(supervisor.get("/monitor/stuck"))
    assert filed.number in page
    assert "决定是否受理" in page
    assert "图中所写的角色本系统没有： investigators" in page
    assert "do-work" in page


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
