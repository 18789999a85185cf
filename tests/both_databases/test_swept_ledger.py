"""SE-43: answers of jobs and sent messages go only when the engine has deleted their instance and a day has passed.

The engine is the real one behind its REST interface, read as a cluster is read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import insert, select, text, update

from adapters.camunda_http import CamundaHttp
from adapters.camunda_monitor import CamundaMonitor
from engine.core.answers import ActivatedJob, InstanceCreated, JobsActivated
from engine.core.commands import ActivateJobs, CompleteJob, CreateInstance, Deploy, Resource
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.ground.errors import OutsideUnavailable
from models.ledger.inbox import InboxRow
from models.ledger.outbox import OutboxRow
from services.once.once_per_job import JobIdentity, once_per_job
from services.ports.monitor import FoundInstances, Monitor, ProcessInstanceView
from services.retention.retention_step import retention_step
from services.retention.sweep_ledger import CASES_AT_ONCE, Place, sweep_ledger
from tests.engine.diagrams import chain, diagram, end, process, service, start
from tests.engine_server import Retention, RunningEngine, running_engine
from tests.full_office import FullOffice
from tests.tiers.sisters import leave

CASE = diagram(process("case", start(), service("work"), end(), chain("start", "work", "end")))
BEGIN = datetime.fromisoformat("2026-09-07T10:00+08:00")
AN_HOUR_MS = 3_600_000


@dataclass
class Desk:
    """An office and the engine that works for it, both at one moment."""

    office: FullOffice
    engine: RunningEngine
    monitor: CamundaMonitor
    effects: list[str] = field(default_factory=list)

    def stand_at(self, days: float) -> None:
        """So many days after the beginning."""
        self.office.clock.moment = self.office.system_clock.moment = BEGIN + timedelta(days=days)
        self.engine.pin_clock(round(self.office.clock.moment.timestamp() * 1000))

    def begin(self) -> str:
        created = self.engine.run(self.engine.runtime.execute(CreateInstance("case")))
        return str(cast(InstanceCreated, created).process_instance_key)

    def take_job(self) -> ActivatedJob:
        poll = ActivateJobs(type="work", worker="w", timeout_ms=AN_HOUR_MS, max_jobs=1)
        [job] = cast(JobsActivated, self.engine.run(self.engine.runtime.execute(poll))).jobs
        return job

    def do(self, job: ActivatedJob, *, names_instance: bool = True) -> None:
        """The effect of a job, as a worker does it; the engine is not told."""
        instance = str(job.process_instance_key) if names_instance else None
        identity = JobIdentity(str(job.key), str(job.element_instance_key), "work", instance)
        with self.office.unit_of_work() as unit:
            once_per_job(identity, unit, lambda: self.effects.append(identity.job_key) or {})

    def complete(self, job: ActivatedJob) -> None:
        self.engine.run(self.engine.runtime.execute(CompleteJob(job.key)))

    def sweep(self) -> int:
        return sweep_ledger(self.office.unit_of_work, self.monitor, Place())

    def wait_until_deleted(self, instance: str) -> None:
        limit = time.monotonic() + 20
        while self.monitor.search_instances({"processInstanceKey": instance}).items:
            assert time.monotonic() < limit
            time.sleep(0.02)

    def rows(self, table: type) -> int:
        return len(self.office.rows(table))


@contextmanager
def opened(office: FullOffice, engine: RunningEngine) -> Iterator[Desk]:
    engine.run(engine.runtime.execute(Deploy((Resource("case.bpmn", CASE),))))
    http = CamundaHttp(engine.rest_address)
    yield Desk(office, engine, CamundaMonitor(http))
    http.close()


@pytest.fixture
def desk(office: FullOffice, tmp_path: Path) -> Iterator[Desk]:
    with (
        running_engine(tmp_path / "engine", retention=Retention(30, 0.0)) as engine,
        opened(office, engine) as desk,
    ):
        desk.stand_at(0)
        yield desk


def test_a_job_that_comes_again_after_the_sweep_has_no_second_effect(desk: Desk) -> None:
    """SE-43: its answer stays while the engine has its instance, running or ended, however old it is."""
    instance = desk.begin()
    desk.do(desk.take_job())
    desk.stand_at(20)
    desk.begin()
    assert desk.sweep() == 0
    again = desk.take_job()
    assert str(again.process_instance_key) == instance
    desk.do(again)
    assert len(desk.effects) == 1
    desk.complete(again)
    desk.stand_at(40)
    desk.begin()
    assert (desk.sweep(), desk.rows(InboxRow)) == (0, 1)
    desk.stand_at(51)
    desk.begin()
    desk.wait_until_deleted(instance)
    assert (desk.sweep(), desk.rows(InboxRow)) == (1, 0)


def test_a_day_passes_also_when_the_engine_never_knew_the_instance(desk: Desk) -> None:
    with desk.office.unit_of_work() as unit:
        once_per_job(JobIdentity("1", "2", "work", "3"), unit, dict)
    desk.stand_at(0.9)
    desk.begin()
    assert desk.sweep() == 0
    desk.stand_at(1.1)
    assert desk.sweep() == 0, "nothing begun since then tells that the search has come so far"
    desk.begin()
    assert (desk.sweep(), desk.rows(InboxRow)) == (1, 0)


def test_a_row_of_an_earlier_release_asks_for_its_instance_first(desk: Desk) -> None:
    desk.begin()
    desk.do(desk.take_job(), names_instance=False)
    with desk.office.unit_of_work() as unit:
        once_per_job(JobIdentity("1", "2", "work"), unit, dict)
    desk.stand_at(2)
    newest = desk.begin()
    assert desk.sweep() == 1
    [kept] = desk.office.rows(InboxRow)
    assert kept.process_instance_key is not None and kept.process_instance_key < newest
    assert desk.sweep() == 0


def test_nothing_goes_while_the_engine_is_away(desk: Desk) -> None:
    with desk.office.unit_of_work() as unit:
        once_per_job(JobIdentity("1", "2", "work", "3"), unit, dict)
    desk.stand_at(3)
    desk.begin()
    monitor, place = desk.monitor, Place()
    desk.engine.stop()
    with pytest.raises(OutsideUnavailable):
        retention_step(desk.office.unit_of_work, monitor, place)
    assert desk.rows(InboxRow) == 1
    desk.engine.start()
    assert retention_step(desk.office.unit_of_work, monitor, place) == 0
    assert desk.rows(InboxRow) == 0


def test_a_search_that_lags_behind_the_row_proves_nothing(office: FullOffice, tmp_path: Path) -> None:
    """The search still stands before the instance began: it is unknown there and must not count as deleted."""
    with running_engine(tmp_path / "engine") as engine, opened(office, engine) as desk:
        desk.stand_at(0)
        desk.begin()
    with (
        running_engine(tmp_path / "engine", search_lag_ms=AN_HOUR_MS) as engine,
        opened(office, engine) as desk,
    ):
        desk.stand_at(5)
        desk.complete(desk.take_job())
        instance = desk.begin()
        desk.do(desk.take_job())
        desk.stand_at(9)
        desk.begin()
        assert len(desk.monitor.search_instances().items) == 1
        assert not desk.monitor.search_instances({"processInstanceKey": instance}).items
        assert (desk.sweep(), desk.rows(InboxRow)) == (0, 1)


def test_messages_of_a_case_go_when_all_that_worked_for_it_is_deleted(desk: Desk) -> None:
    """SE-43: a run that goes on, one that the engine still has, and what was never sent keep the messages."""
    case = desk.office.file().complaint_id
    total = desk.rows(OutboxRow)
    instance = desk.begin()
    job = desk.take_job()
    with desk.office.unit_of_work() as unit:
        unit.session.get_one(CaseRun, (case, 1)).process_instance_key = instance
        unit.session.execute(update(OutboxRow).values(sent_at=BEGIN))
    desk.stand_at(2)
    desk.begin()
    assert desk.sweep() == 0
    with desk.office.unit_of_work() as unit:
        unit.session.get_one(CaseRun, (case, 1)).ended_at = BEGIN
    assert desk.sweep() == 0
    desk.complete(job)
    assert desk.sweep() == 0
    desk.stand_at(33)
    desk.begin()
    desk.wait_until_deleted(instance)
    with desk.office.unit_of_work() as unit:
        first = unit.session.scalars(select(OutboxRow).order_by(OutboxRow.id)).first()
        assert first is not None
        first.sent_at = None
    assert total > 1
    assert (desk.sweep(), desk.rows(OutboxRow)) == (total - 1, 1)


class EverythingKnown:
    """An engine that has every instance it is asked for, the newest from after the end of the test."""

    def search_instances(
        self, conditions: Mapping[str, Any] | None = None, *, start: int = 0, limit: int = 50
    ) -> FoundInstances:
        keys = (conditions or {}).get("processInstanceKey", {"$in": ["1"]})["$in"]
        later = BEGIN + timedelta(days=400)
        found = tuple(
            ProcessInstanceView(k, "case", "case", "1", 1, "ACTIVE", later, None, False, None) for k in keys
        )
        return FoundInstances(found[start : start + limit], len(found), False)


def add_rows(office: FullOffice, first: int, count: int) -> None:
    """Answered jobs, four an instance, and as many sent messages, two hundred a case that goes on."""
    with office.unit_of_work() as unit:
        jobs = [
            {
                "job_key": str(10**15 + number),
                "element_instance_key": "1",
                "process_instance_key": str(10**15 + number // 4),
                "job_type": "work",
                "attempt": 1,
                "result": {},
                "done_at": BEGIN,
            }
            for number in range(first, first + count)
        ]
        unit.session.execute(insert(InboxRow), jobs)
        table = Complaint.__table__
        model = unit.session.execute(select(table).limit(1)).mappings().one()
        cases = [f"{10**15 + number}" for number in range(first // 200, (first + count) // 200)]
        unique = ("id", "number", "submission_id", "query_code_hmac")
        unit.session.execute(insert(table), [dict(model) | dict.fromkeys(unique, case) for case in cases])
        runs = [{"complaint_id": case, "run_no": 1, "reason": "filed"} for case in cases]
        unit.session.execute(insert(CaseRun), runs)
        messages = [
            {
                "kind": "publish_message",
                "payload": {},
                "dedupe_key": f"message:{number}",
                "subject": f"s{number}",
                "complaint_id": f"{10**15 + number // 200}",
                "created_at": BEGIN,
                "next_try_at": BEGIN,
                "sent_at": BEGIN,
                "attempts": 1,
            }
            for number in range(first, first + count)
        ]
        unit.session.execute(insert(OutboxRow), messages)


# Rows that fill one look at the cases, two hundred messages each: a look at fewer has less to do.
FULL_LOOK = 200 * CASES_AT_ONCE


def took(work: Callable[[], object]) -> float:
    """The quickest of several: whatever else the machine does only adds to it."""
    seconds = []
    for _ in range(9):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


@pytest.mark.parametrize("rows", leave((60_000, 200_000), lambda rows: rows == 60_000))
def test_a_round_over_many_rows_takes_about_as_long_as_over_few(office: FullOffice, rows: int) -> None:
    """Each statement of a round finds its rows by an index, on both databases."""
    known = cast(Monitor, EverythingKnown())
    office.add_complaint()
    add_rows(office, 0, FULL_LOOK)
    office.clock.moment = office.system_clock.moment = BEGIN + timedelta(days=2)

    def one_round() -> None:
        assert sweep_ledger(office.unit_of_work, known, Place()) == 0

    few = took(one_round)
    add_rows(office, FULL_LOOK, rows - FULL_LOOK)
    if not office.database.is_sqlite:
        with office.unit_of_work() as unit:
            unit.session.execute(text("ANALYZE"))
    many = took(one_round)
    assert many < 4 * few, (few, many)
