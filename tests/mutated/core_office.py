"""An office whose engine and workers are calls in the test's own process: real use cases, real database, real diagrams."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pyzeebe import Job

from engine.core.answers import ActivatedJob
from engine.core.commands import CompleteJob, Deploy, FailJob, Resource, ThrowError
from engine.gateway.to_replies import activated_job
from engine.processing.core import Core
from engine.state.entity import Entity
from services.case.notice_ends import notice_ends_step
from services.outbox.send_step import send_outbox_step
from services.watch.sweep import GRACE, Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from services.watch.sweep_windows import sweep_windows_step
from services.worklist.renew_forms import renew_forms_step
from services.worklist.sync_tasks import sync_tasks_step
from tests.full_office import FullOffice
from tests.mutated.core_engine import CoreEngine, NeverQuiet
from workers.hardened.job_answers import MAX_MESSAGE, encode_result
from workers.hardened.job_route import Denial, RouteKind
from workers.hardened.outcome import BpmnError, Incident
from workers.main import list_routes
from workers.outcomes import outcome_of
from workers.settings import WorkerSettings

FOLDER = Path(__file__).resolve().parents[2] / "bpmn"
# The machine's clock goes on so far between two looks: longer than any wait of the sender that matters here.
LOOK = timedelta(seconds=6)
# More rounds than any command needs; a circle in a mutated diagram ends here.
MOST_ROUNDS = 400


@cache
def shipped_entities() -> tuple[Entity, ...]:
    """What an engine holds that has every shipped file and nothing else."""
    paths = sorted([*FOLDER.glob("*.bpmn"), *FOLDER.glob("forms/*.form"), *FOLDER.glob("dmn/*.dmn")])
    core = Core()
    core.process(Deploy(tuple(Resource(path.name, path.read_bytes()) for path in paths)), 0, 1)
    return core.drain_dirty().upserts


class CoreOffice:
    """One office with its engine; time stands until it is moved."""

    def __init__(self, office: FullOffice) -> None:
        self.office = office
        self.engine = CoreEngine(shipped_entities(), _ms(office.clock.moment))
        self.engine.do_jobs = self._do_jobs
        settings = WorkerSettings("", office.folder / "heartbeat", office.unit_of_work)
        self._routes = {route.job_type: route for route in list_routes(settings)}
        self._unwatched, self._unwatched_windows = Unwatched(), Unwatched()
        self.sweeps = True

    def deploy(self, *files: Resource) -> None:
        """Deploy as an owner does from Modeler; DeploymentError when the engine refuses."""
        self.engine.run(Deploy(files))

    def lose_store(self) -> None:
        """As an engine that begins without its store: it has the shipped files alone, and gives out no key of before."""
        newest, now_ms = self.engine.core.state.last_key, self.engine.now_ms
        self.engine = CoreEngine(shipped_entities(), now_ms)
        self.engine.core.state.leave_out_keys(newest)
        self.engine.do_jobs = self._do_jobs

    @property
    def now(self) -> datetime:
        """The office's moment, which is the engine's too."""
        return self.office.clock.moment

    def set_moment(self, moment: datetime) -> None:
        """Let time be this, and everything that is due by then happen."""
        self.office.clock.moment = moment
        self.engine.now_ms = _ms(moment)
        self.settle()

    def tick(self) -> None:
        """A second goes by: whoever does something needs it."""
        self.office.clock.moment += timedelta(seconds=1)
        self.engine.now_ms = _ms(self.office.clock.moment)

    def settle(self) -> None:
        """Work as the workers' process does until nothing is under way, then let the sweep look once."""
        self._work()
        while self.sweeps and self._sweep():
            self._work()

    def _work(self) -> None:
        make_unit = self.office.unit_of_work
        for _ in range(MOST_ROUNDS):
            self.engine.fire_due()
            self._pass_machine_time(LOOK)
            if not (
                self._do_jobs()
                or send_outbox_step(make_unit, self.engine)
                or sync_tasks_step(make_unit, self.engine)
                or notice_ends_step(make_unit, self.engine)
                or renew_forms_step(make_unit, self.engine)
                # A start is published, and still not counted as sent before its first job was done.
                or self._do_jobs()
            ):
                return
        raise NeverQuiet

    def _sweep(self) -> int:
        """The sweeps as they look a minute later; how much they looked at."""
        make_unit, looked = self.office.unit_of_work, 0
        for step, unwatched in (
            (sweep_windows_step, self._unwatched_windows),
            (sweep_clocks_step, self._unwatched),
        ):
            if step(make_unit, unwatched).waiting:
                self._pass_machine_time(GRACE)
                looked += step(make_unit, unwatched).looked
        return looked

    def _pass_machine_time(self, by: timedelta) -> None:
        clock = self.office.system_clock
        clock.moment += by  # type: ignore[attr-defined]  # a clock that tests set

    def _do_jobs(self) -> bool:
        """Do what may be done now; whether there was anything."""
        did = False
        for job_type in self.engine.open_job_types():
            if job_type not in self._routes:
                continue
            for job in self.engine.take_jobs(job_type):
                self._do(job)
                did = True
        return did

    def _do(self, activated: ActivatedJob) -> None:
        route = self._routes[activated.type]
        job = as_job(activated, route.fetches)
        try:
            result = route.handler(job)
            if route.kind is RouteKind.LISTENER:
                reason = result.reason if isinstance(result, Denial) else None
                self.engine.complete_listener_job(str(job.key), reason)
                return
            assert not isinstance(result, Denial)
            variables = encode_result(result)
        except Exception as error:
            self._settle_failure(activated, error)
            return
        self.engine.run(CompleteJob(job.key, variables))

    def _settle_failure(self, job: ActivatedJob, error: Exception) -> None:
        outcome = outcome_of(error)
        message = outcome.message[:MAX_MESSAGE]
        if isinstance(outcome, BpmnError):
            self.engine.run(ThrowError(job.key, outcome.code, message))
            return
        # A retry without its wait: who fails again, fails at once.
        retries = 0 if isinstance(outcome, Incident) else job.retries - 1
        self.engine.run(FailJob(job.key, retries, 0, message))


def as_job(activated: ActivatedJob, fetches: tuple[str, ...]) -> Job:
    """The job as a worker gets it."""
    return Job(
        key=activated.key,
        type=activated.type,
        process_instance_key=activated.process_instance_key,
        bpmn_process_id=activated.process_id,
        process_definition_version=activated.process_version,
        process_definition_key=activated.process_definition_key,
        element_id=activated.element_id,
        element_instance_key=activated.element_instance_key,
        custom_headers=MappingProxyType(json.loads(activated_job(activated).customHeaders)),
        worker=activated.worker,
        retries=activated.retries,
        deadline=activated.deadline,
        variables=MappingProxyType({name: activated.variables.get(name) for name in fetches}),  # type: ignore[arg-type]  # JSON values
    )


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
