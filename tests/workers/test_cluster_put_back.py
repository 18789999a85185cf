"""A cluster that was put back to an earlier day guards no keys: nothing that comes then meets what was done under them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.camunda_monitor import CamundaMonitor
from models.case.case_run import CaseRun
from models.case.lifecycle import Stage
from models.case.task import Task
from models.ledger.inbox import InboxRow
from models.ledger.trail_event import TrailEvent
from models.office.engine_anchor import StoreState
from tests.workers.engine_office import ANCHOR, EngineOffice, copied_office
from tests.workers.stage_case import ACCEPT, ASSIGN, PLAN, case_in
from tests.workers.two_stores import agree, anchor, compare, copy_store, mend, put_store, refuse

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


@pytest.fixture
def running(tmp_path: Path, sqlite_office_template: Path) -> Iterator[EngineOffice]:
    """An engine whose searches show the last commit."""
    with copied_office(sqlite_office_template, tmp_path, search_lag_ms=0) as running:
        running.start_workers()
        yield running


def used_keys(running: EngineOffice) -> set[str]:
    """Those that jobs, tasks and runs on record have."""
    office = running.office
    return (
        {row.job_key for row in office.rows(InboxRow)}
        | {row.user_task_key for row in office.rows(Task)}
        | {row.process_instance_key for row in office.rows(CaseRun) if row.process_instance_key}
    )


@pytest.mark.check(sister="tests/unit/services/test_used_keys.py")
def test_what_is_filed_on_a_cluster_that_was_put_back_goes_its_way(running: EngineOffice) -> None:
    """SE-2 c: its counter is where it was, and the store is accepted: three complaints, and those of before, all go on."""
    case = case_in(running, Stage.INTAKE)
    agree(running)
    running.stop_workers()
    older = copy_store(running, "older")
    running.start_workers()
    case.do(ACCEPT, ASSIGN)
    running.open_task(case.id, "plan-investigation")
    since = [case_in(running, Stage.INTAKE) for _ in range(2)]
    agree(running)
    running.stop_workers()
    put_store(running, older, is_cluster=True)
    refuse(running, StoreState.ENGINE_OLDER)
    used = used_keys(running)
    mend(running, compare(running))
    running.start_workers()
    filed = [case_in(running, Stage.INTAKE) for _ in range(3)]
    for one in (*since, *filed):
        running.open_task(one.id, "decide-acceptance")
    running.open_task(case.id, "plan-investigation")
    agree(running)
    rows = [row for row in running.office.rows(InboxRow) if row.generation == anchor(running).generation]
    assert rows and not {row.job_key for row in rows} & used
    assert used <= used_keys(running), "what was done before is on record as it was"
    case.do(PLAN)
    filed[0].do(ACCEPT, ASSIGN, PLAN)
    for one in (case, filed[0]):
        running.open_task(one.id, "record-findings")
    agree(running)
    (accepted,) = running.office.rows(TrailEvent, kind="engine_store.accepted")
    assert accepted.payload["is_past_known_keys"] is True
    # What took the keys is over, and so is the anchor of before.
    waiting = {"processDefinitionId": ANCHOR, "state": "ACTIVE"}
    assert [one.key for one in CamundaMonitor(running.http).list_instances(waiting)] == [
        anchor(running).process_instance_key
    ]
