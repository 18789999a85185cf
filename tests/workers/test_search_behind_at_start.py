"""The workers start while the engine's searches are minutes behind: they wait, tell people in time, and go on by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.camunda_monitor import CamundaMonitor
from models.case.case_run import CaseRun
from models.case.lifecycle import Stage
from models.office.engine_anchor import StoreState
from models.office.standstill import Standstill, StandstillKind
from services.anchor.anchor_step import PATIENCE
from tests.office import SetClock
from tests.workers.engine_office import EngineOffice, copied_office
from tests.workers.stage_case import case_in
from tests.workers.two_stores import agree, anchor, done, judge, searches_at
from workers.office_store import OfficeStore

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

SECOND = timedelta(seconds=1)


@pytest.fixture
def running(tmp_path: Path, sqlite_office_template: Path) -> Iterator[EngineOffice]:
    """Its searches show the last commit until a test holds them."""
    with copied_office(sqlite_office_template, tmp_path, search_lag_ms=0) as running:
        yield running


def told(running: EngineOffice) -> list[object]:
    """What people are told of the store."""
    return [row.facts["state"] for row in running.office.rows(Standstill, kind=StandstillKind.STORE)]


def test_workers_wait_for_searches_that_are_minutes_behind_and_tell_people_instead_of_waiting_for_ever(
    running: EngineOffice,
) -> None:
    """SE-2: the store is the office's; its newest case, task and job are not shown. Nothing is done, repaired or lost."""
    running.start_workers()
    case_in(running, Stage.INTAKE)
    agree(running)
    with searches_at(running) as hold:
        case = case_in(running, Stage.INTAKE)
        agree(running)
        running.stop_workers()
        before, machine = done(running), running.office.system_clock
        began = machine.now()
        clock = running.office.system_clock = SetClock(began)
        hold()
        assert judge(running).state is StoreState.ENGINE_OLDER
        store = OfficeStore(
            running.office.unit_of_work, running.engine, CamundaMonitor(running.http), lambda: True
        )
        for waited in (timedelta(0), SECOND, timedelta(minutes=2), PATIENCE - SECOND):
            clock.moment = began + waited
            store.look()
            assert (store.is_ours(), anchor(running).state, told(running)) == (False, StoreState.OURS, []), (
                waited
            )
        clock.moment += timedelta(minutes=1)
        store.look()
        assert (store.is_ours(), told(running)) == (False, ["engine_older"])
        assert done(running) == before
    clock.moment += timedelta(minutes=1)
    store.look()
    assert (store.is_ours(), anchor(running).state, told(running)) == (True, StoreState.OURS, [])
    running.office.system_clock = machine
    running.start_workers()
    agree(running)
    runs = running.office.rows(CaseRun, complaint_id=case.id)
    assert [(run.run_no, run.ended_at) for run in runs] == [(1, None)]
    assert done(running) == before
