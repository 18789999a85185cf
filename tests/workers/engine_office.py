"""An office whose processes run: a real engine over real ports and the product's workers in a thread."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.camunda_deployments import CamundaDeployments
from adapters.camunda_grpc import ZeebeMessages
from adapters.camunda_http import CamundaHttp
from adapters.camunda_monitor import CamundaMonitor
from adapters.camunda_resources import CamundaResources
from adapters.camunda_rest import CamundaEngine
from adapters.clock import SystemClock
from deploy.resources import install
from models.case.lifecycle import TaskState
from models.case.proposal import Proposal
from models.case.task import Task
from models.ground.approval_codes import ProposalState
from services.worklist.submit_task import SubmitTask, SubmittedTask, submit_task
from tests.database import sqlite_at
from tests.engine_server import RunningEngine, running_engine
from tests.full_office import FullOffice
from tests.told_by_call import with_call
from tests.unit.services.projected_task import ANSWERS_CLAIMS, APPROVAL_OF, support_claims
from workers.main import Workers
from workers.settings import WorkerSettings

PATIENCE_SECONDS = 60.0
NUDGE_AFTER_SECONDS = 5.0
# In all less than the minute between two moments that tests tell apart, and more than the lease of a job (30 s): one whose answer
# was lost on a busy machine is given out again.
NUDGE_MS = 4_000
# It waits as long as the office is there.
ANCHOR = "office-anchor"
POOLS = ("job_", "step_")  # thread_name_prefix of the workers' executors


class _WorkersThatSendNothing(Workers):
    """A long pause between two looks would not do: the first look comes with the anchor's answer, in the middle of a test."""

    def _send(self) -> int:
        return 0


@dataclass
class EngineOffice:
    """`engine` is the port on the running engine."""

    office: FullOffice
    server: RunningEngine
    folder: Path
    http: CamundaHttp
    engine: CamundaEngine
    _threads: list[threading.Thread] = field(default_factory=list)
    _stop: Callable[[], None] | None = None
    _failures: list[BaseException] = field(default_factory=list)

    def install(self) -> int:
        """Deploy what is missing of the shipped files; how many were."""
        return len(install(CamundaResources(self.http), self.folder / "installed.json").deployed)

    def start_workers(self, installs: Callable[[], int] = lambda: 0, *, sends: bool = True) -> None:
        """Run the workers as their process does, in a thread of this one; without `sends` the test sends the outbox."""
        settings = WorkerSettings(
            self.server.grpc_address,
            self.folder / "workers.heartbeat",
            self.office.unit_of_work,
            installs,
            anchor_seconds=0.05,
            anchor_patience=timedelta(0),
            outbox_seconds=0.05,
            tasks_seconds=0.1,
            runs_seconds=0.2,
            forms_seconds=0.2,
            versions_seconds=0.5,
            standstill_seconds=5.0,
        )
        ready = threading.Event()

        async def work() -> None:
            deployments, monitor = CamundaDeployments(self.http), CamundaMonitor(self.http)
            kind = Workers if sends else _WorkersThatSendNothing
            workers = kind(settings, self.engine, deployments, monitor)
            loop = asyncio.get_running_loop()
            self._stop = lambda: loop.call_soon_threadsafe(workers.stop)
            ready.set()
            await workers.run()

        def run() -> None:
            try:
                asyncio.run(work())
            except BaseException as error:
                self._failures.append(error)

        thread = threading.Thread(target=run, name="workers", daemon=True)
        thread.start()
        self._threads.append(thread)
        assert ready.wait(10)

    def stop_workers(self) -> float:
        """Stop as SIGTERM does; the seconds it took."""
        began = time.monotonic()
        if self._stop is not None:
            self._stop()
            self._stop = None
        for thread in self._threads:
            thread.join(15)
            assert not thread.is_alive(), "the workers did not stop"
        self._threads.clear()
        # The process would end here with the threads of its pools; in this one they would go on in the next test's office.
        for pooled in threading.enumerate():
            if pooled.name.startswith(POOLS):
                pooled.join(PATIENCE_SECONDS)
                assert not pooled.is_alive(), f"{pooled.name} went on after the workers stopped"
        assert self._failures == []
        return time.monotonic() - began

    def wait_for(self, what: Callable[[], object], told: str = "") -> None:
        """Wait until `what` is true; the engine moves on its own.

        The engine's clock stands, and a failed job's back-off and every lease run by it: it is moved a little where nothing
        happens.
        """
        began = time.monotonic()
        nudge_at = began + NUDGE_AFTER_SECONDS
        while not what():
            now = time.monotonic()
            if now > began + PATIENCE_SECONDS:
                raise AssertionError(f"did not happen: {told or what}; incidents: {self.incidents()}")
            if now > nudge_at:
                self.server.pin_clock(self.server.runtime.clock.now_ms() + NUDGE_MS)
                nudge_at = now + NUDGE_AFTER_SECONDS
            time.sleep(0.05)

    def beside_anchor(self, place: str) -> list[dict[str, Any]]:
        """What is active (`element-instances`, `process-instances`), without the office's anchor."""
        body = {"filter": {"state": "ACTIVE"}, "page": {"limit": 1000}}
        rows = self.http.post(f"{place}/search", body)["items"]
        return [row for row in rows if row["processDefinitionId"] != ANCHOR]

    def incidents(self) -> list[object]:
        """What the engine could not go on with."""
        return list(self.http.post("incidents/search", {}).get("items", []))

    def open_task(self, complaint_id: str, form_id: str) -> Task:
        """The open task of a form, once the projection has it."""

        def find() -> list[Task]:
            return self.office.rows(Task, complaint_id=complaint_id, form_id=form_id, state=TaskState.OPEN)

        self.wait_for(find, f"task {form_id}")
        return find()[0]

    def submit(self, complaint_id: str, form_id: str, login: str, **answers: object) -> SubmittedTask:
        """Wait for the task and submit it; each claim answered here is supported where nothing else is told.

        What a policy holds back is approved at once by who is in charge.
        """
        done = self.submit_alone(complaint_id, form_id, login, **answers)
        if self.office.rows(Proposal, complaint_id=complaint_id, form_id=form_id, state=ProposalState.OPEN):
            self.submit_alone(complaint_id, APPROVAL_OF[form_id], "heng.gongyun", approval="approve")
        return done

    def submit_alone(self, complaint_id: str, form_id: str, login: str, **answers: object) -> SubmittedTask:
        """The same; what a policy holds back waits."""
        task = self.open_task(complaint_id, form_id)
        if form_id in ANSWERS_CLAIMS and "matters" in answers and "claims" not in answers:
            answers["claims"] = support_claims(self.office, complaint_id)
        command = SubmitTask(task.user_task_key, with_call(answers))
        return submit_task(command, self.office.unit_of_work(), self.office.actor(login))


@contextmanager
def copied_office(
    template: Path, folder: Path, search_lag_ms: int, *, is_empty: bool = False
) -> Iterator[EngineOffice]:
    """An office of its own, a copy of the template on SQLite in the folder, with its engine as `engine_office` has it."""
    shutil.copyfile(template, folder / "office.db")
    with sqlite_at(folder / "office.db") as database:
        office = FullOffice(database, folder=folder)
        with engine_office(office, folder, search_lag_ms, is_empty=is_empty) as running:
            yield running


@contextmanager
def engine_office(
    office: FullOffice, folder: Path, search_lag_ms: int = 200, *, is_empty: bool = False
) -> Iterator[EngineOffice]:
    """The engine with the shipped processes, or `is_empty`; workers are started by the test."""
    # Waits of the sender are the machine's, not the office's standing clock's.
    office.system_clock = SystemClock()
    with running_engine(folder / "engine", search_lag_ms=search_lag_ms) as server:
        server.pin_clock(int(office.clock.now().timestamp() * 1000))
        http = CamundaHttp(server.rest_address)
        messages = ZeebeMessages(server.grpc_address)
        running = EngineOffice(office, server, folder, http, CamundaEngine(http, messages))
        try:
            if not is_empty:
                running.install()
            yield running
        finally:
            running.stop_workers()
            messages.close()
            http.close()


__all__ = ["CamundaMonitor", "EngineOffice", "engine_office"]
