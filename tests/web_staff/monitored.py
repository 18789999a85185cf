"""The monitor's pages over a real engine with the shipped diagrams; jobs are done by the answers of tests/process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
from flask import Flask

from adapters.camunda_http import CamundaHttp
from adapters.camunda_monitor import CamundaMonitor
from bpmn.names import JobType
from engine.core.answers import InstanceCreated, JobsActivated
from engine.core.commands import (
    ActivateJobs,
    CompleteJob,
    CreateInstance,
    Deploy,
    FailJob,
    JobResult,
    PublishMessage,
    Resource,
)
from models.case.case_run import CaseRun
from models.store.database import Database
from tests.engine_server import RunningEngine, running_engine
from tests.full_office import FullOffice
from tests.process.answers import ANSWERS
from tests.process.office import LISTENERS, RESOURCES
from tests.web.pages import build_app

DAY_MS = 86_400_000
AN_HOUR_MS = 3_600_000


class CountingHttp(CamundaHttp):
    """Counts what is asked of the engine."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.asked: list[str] = []

    def _send(self, method: str, path: str, **body: Any) -> httpx.Response:
        self.asked.append(f"{method} {path}")
        return super()._send(method, path, **body)


@dataclass
class MonitoredOffice:
    """An office, the engine that its monitor reads, and the pages over both."""

    office: FullOffice
    engine: RunningEngine
    http: CountingHttp
    monitor: CamundaMonitor
    app: Flask
    stuck: set[str] = field(default_factory=set)

    def do(self, command: Any) -> Any:
        """One command, done and committed."""
        return self.engine.run(self.engine.runtime.execute(command))

    def deploy(self, name: str, content: bytes) -> None:
        """One more diagram."""
        self.do(Deploy((Resource(name, content),)))

    def begin(self, process_id: str, **variables: Any) -> str:
        """An instance of a diagram of the test's own; its key."""
        created = cast(InstanceCreated, self.do(CreateInstance(process_id, variables=variables)))
        return str(created.process_instance_key)

    def wait_for(self, instance: str, element_id: str) -> None:
        """Until a token stands there; large loops go on in slices."""
        limit, there = time.monotonic() + 30, {"processInstanceKey": instance, "elementId": element_id}
        while not self.http.post("element-instances/search", {"filter": there})["items"]:
            assert time.monotonic() < limit
            time.sleep(0.02)

    def file(self) -> tuple[str, str, str]:
        """A case whose process has begun and waits for a person: id, number and the key of its root instance."""
        filed = self.office.file()
        message = {"complaint_id": filed.complaint_id, "run_no": 1}
        self.do(
            PublishMessage("complaint.registered", filed.complaint_id, message, DAY_MS, filed.complaint_id)
        )
        found = self.http.post(
            "process-instances/search",
            {
                "filter": {"processDefinitionId": "complaint"},
                "sort": [{"field": "processInstanceKey", "order": "DESC"}],
            },
        )
        key = str(found["items"][0]["processInstanceKey"])
        with self.office.unit_of_work() as unit:
            unit.session.get_one(CaseRun, (filed.complaint_id, 1)).process_instance_key = key
        self.work()
        return filed.complaint_id, filed.number, key

    def work(self) -> None:
        """Do all jobs until there is none; those of a type in `stuck` fail for good."""
        while any([self._do(job_type.value) for job_type in JobType]):
            pass

    def fail(self, job_type: str, message: str, *, count: int = 1_000) -> None:
        """The jobs of this type that wait now fail for the last time."""
        for job in self.take(job_type, count):
            self.give_up(job, message)

    def give_up(self, job: Any, message: str) -> None:
        """A worker's last try fails with this message."""
        self.do(FailJob(job.key, 0, message=message))

    def child(self, root: str, process_id: str) -> str:
        """The instance of a process that this one called."""
        found = self.http.post(
            "process-instances/search",
            {"filter": {"parentProcessInstanceKey": root, "processDefinitionId": process_id}},
        )
        return str(found["items"][0]["processInstanceKey"])

    def _do(self, job_type: str) -> int:
        if job_type in self.stuck:
            self.fail(job_type, "NOT_FOUND: 时钟")
            return 0
        jobs = self.take(job_type, 100)
        for job in jobs:
            if job_type in LISTENERS:
                self.do(CompleteJob(job.key, result=JobResult()))
            elif job_type == JobType.CHECK_CLOCK.value:
                at = self.office.clock.now().replace(year=2027).isoformat()
                self.do(CompleteJob(job.key, {"rung": "within", "announce": "none", "check_at": at}))
            else:
                self.do(CompleteJob(job.key, dict(ANSWERS[job_type])))
        return len(jobs)

    def take(self, job_type: str, count: int) -> Any:
        """The jobs of a type that wait now, leased for an hour."""
        poll = ActivateJobs(type=job_type, worker="w", timeout_ms=AN_HOUR_MS, max_jobs=count)
        return cast(JobsActivated, self.do(poll)).jobs


@contextmanager
def monitored_office(
    database: Database, folder: Path, *, has_shipped: bool = True
) -> Iterator[MonitoredOffice]:
    """An engine beside an office, until the end of the block."""
    office = FullOffice(database, folder=folder)
    with running_engine(folder / "engine") as engine:
        http = CountingHttp(engine.rest_address)
        monitor = CamundaMonitor(http)
        app = build_app(office, monitor)  # type: ignore[arg-type]  # the whole port, not only its readiness
        monitored = MonitoredOffice(office, engine, http, monitor, app)
        if has_shipped:
            monitored.do(Deploy(tuple(Resource(path.name, path.read_bytes()) for path in RESOURCES)))
        yield monitored
        http.close()
