"""One of the two stores is older than the other, on each of the two databases: the office says so, and a repair ends it whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.lifecycle import Stage
from models.office.engine_anchor import StoreState
from prove.record import Record
from services.worklist.sync_tasks import sync_tasks_step
from tests.backup.places import IS_WHOLE
from tests.database import own_office
from tests.full_office import FullOffice
from tests.workers.cut_runs import count_records, last_run
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.stage_case import ANSWER, APPROVE, DRAFT, FIND, PLAN, VISIT, active_keys, case_in
from tests.workers.test_reconcile import end, end_what_is_nobodys
from tests.workers.two_stores import (
    KeptDatabase,
    agree,
    compare,
    copy_store,
    differences,
    mend,
    put_store,
    refuse,
)

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")
ON_SERVER = pytest.param(
    "postgres",
    id="postgresql",
    marks=pytest.mark.skipif(not IS_WHOLE, reason="a part of make prove-restores"),
)


@pytest.fixture(params=["sqlite", ON_SERVER])
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EngineOffice]:
    """An engine whose searches show the last commit."""
    with own_office(request, request.param, tmp_path) as database:
        office = FullOffice(database, folder=tmp_path)
        with engine_office(office, tmp_path, search_lag_ms=0) as running:
            running.start_workers()
            yield running


@pytest.fixture
def kept(request: pytest.FixtureRequest, running: EngineOffice) -> KeptDatabase:
    """For a backup of its database, and a restore."""
    is_file = running.office.database.is_sqlite
    return KeptDatabase(running, None if is_file else request.getfixturevalue("postgres_server"))


def note(fault: str) -> None:
    """What `make prove` is told: it was met, and the office came to its end."""
    record = Record("offices put right after one store was older", attempts=1)
    record.faults[fault] = 1
    record.save()


@pytest.mark.check(sister="tests/unit/services/test_reconcile.py")
def test_a_store_that_is_a_step_older_waits_for_what_is_done_and_is_put_right(running: EngineOffice) -> None:
    """SE-2: the plan is on record, and the engine asks for it again."""
    case = case_in(running, Stage.INVESTIGATION)
    agree(running)
    running.stop_workers()
    older = copy_store(running, "older")
    running.start_workers()
    case.do(PLAN)
    running.open_task(case.id, "record-findings")
    agree(running)
    running.stop_workers()
    put_store(running, older)
    assert differences(running) == {"TASK_DONE_HERE", "TASK_UNKNOWN"}
    refuse(running, StoreState.ENGINE_OLDER)
    mend(running, compare(running))
    running.start_workers()
    running.open_task(case.id, "record-findings")
    agree(running)
    end(case, FIND, DRAFT, APPROVE, ANSWER, VISIT)
    agree(running)
    assert active_keys(running) == frozenset()
    note("engine a step older")


@pytest.mark.check(sister="tests/unit/services/test_reconcile.py")
def test_a_database_that_is_older_than_the_engine_is_told_and_put_right(
    running: EngineOffice, kept: KeptDatabase
) -> None:
    """The record begins again where it stands, which is a stage before the run; what was filed since the backup ends where a

    person says it is nobody's.
    """
    case = case_in(running, Stage.INVESTIGATION)
    agree(running)
    running.stop_workers()
    kept.keep()
    running.start_workers()
    case.do(PLAN, FIND)
    running.open_task(case.id, "draft-opinion")
    filed = running.office.file(address="203.0.113.77")
    running.open_task(filed.complaint_id, "decide-acceptance")
    agree(running)
    running.stop_workers()
    kept.put_back()
    found = compare(running)
    assert {(one.difference.value, one.recorded, one.stands_at) for one in found.differing} == {
        ("RUN_OF_NOBODY", "", ""),
        ("RUN_ELSEWHERE", "investigation", "Call_Disposal"),
    }
    refuse(running, StoreState.DATABASE_OLDER)
    sync_tasks_step(running.office.unit_of_work, running.engine)
    assert "TASK_DONE_THERE" in differences(running)
    mend(running, compare(running))
    running.start_workers()
    running.open_task(case.id, "plan-investigation")
    running.wait_for(lambda: differences(running) == {"RUN_OF_NOBODY"}, "only what was filed since")
    found = compare(running)
    own = last_run(case).process_instance_key
    assert own is not None
    end_what_is_nobodys(running, found, own)
    end(case, PLAN, FIND, DRAFT, APPROVE, ANSWER, VISIT)
    agree(running)
    assert active_keys(running) == frozenset()
    assert count_records(case) == 8
    note("database older than the engine")
