"""A demo office's clock beside diagrams that an owner drew: it waits for what the office itself does, for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.camunda_resources import CamundaResources
from bpmn.names import JobType
from tests.full_office import FullOffice
from tests.rest.diagrams import decide_process, work_process
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.moments import office_clock

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


def start(running: EngineOffice, process_id: str, diagram: str) -> None:
    """Deploy an owner's diagram and begin one instance that is of no case."""
    CamundaResources(running.http).deploy({f"{process_id}.bpmn": diagram.encode()})
    running.http.post("process-instances", {"processDefinitionId": process_id})


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
