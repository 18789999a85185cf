"""The workers' process: jobs and the steps that repeat (outbox, tasks, runs) in one asyncio loop, with a bounded stop."""

import asyncio
import contextlib
import signal
from functools import partial

import structlog

from models.ground.errors import OutsideUnavailable
from models.ground.ways import Way
from services.alerts.destroyed_look import DestroyedLook
from services.alerts.mail_alerts import mail_alerts_step
from services.alerts.raise_alerts import raise_alerts_step
from services.case.notice_ends import notice_ends_step
from services.deployments.keep_versions import keep_versions_step
from services.figures.append_step import append_figures_step
from services.health.workers_beat import write_workers_beat
from services.incoming.doors_step import doors_step
from services.letters.batch.write_batch import write_batches_step
from services.openings.scans.read_step import read_scans_step
from services.outbox.send_step import send_alerts_step, send_outbox_step
from services.performance.scores_step import scores_step
from services.ports.deployments import Deployments
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor
from services.reconcile.reconcile_step import Compared, reconcile_step
from services.standstill.look import look_step
from services.standstill.looker import Noticed
from services.what_if.what_if_step import what_if_step
from services.worklist.renew_forms import renew_forms_step
from workers.chains import Chains
from workers.correlated import under_correlation
from workers.hardened.job_route import JobRoute, bind
from workers.hardened.job_worker import JobWorker, WorkerOptions
from workers.hardened.repeats import Repeats
from workers.office_store import OfficeStore
from workers.outcomes import outcome_of
from workers.routers import read_routers
from workers.settings import WorkerSettings

HEARTBEAT_SECONDS = 1.0
# A step that waits for the engine may itself wait for a listener job of ours, so steps end before the jobs do.
STEP_STOP_SECONDS = 1.0
WORKER_NAME = "jieban"

_log = structlog.get_logger(__name__)


def list_routes(settings: WorkerSettings) -> list[JobRoute]:
    """Every job type this process answers."""
    make_unit = settings.make_unit
    routes = [bind(task, make_unit) for router in read_routers() for task in router.tasks]
    return [under_correlation(route, make_unit) for route in routes]


class Workers:
    """One workers' process; it ends when it is told to stop."""

    def __init__(
        self, settings: WorkerSettings, engine: ProcessEngine, deployments: Deployments, monitor: Monitor
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._deployments = deployments
        self._monitor = monitor
        self._stop = asyncio.Event()
        self._noticed, self._has_installed = Noticed(), False
        self._destroyed_look = DestroyedLook(settings.key_file) if settings.key_file else None
        self._store = OfficeStore(settings.make_unit, engine, monitor, lambda: self._has_installed)
        self._store.gate.patience = settings.anchor_patience
        self._repeats = Repeats(self._stop, threads=27)
        self._chains = Chains(settings, self._store, self._repeats.is_ending)

    def stop(self) -> None:
        """Ask for the end; to be called on the loop of `run`."""
        self._stop.set()

    async def run(self) -> None:
        """Work until SIGTERM, SIGINT or `stop`; raises WorkerStuck when polls went silent."""
        self._listen_to_signals()
        _log.info("workers_started")
        worker = JobWorker(
            list_routes(self._settings),
            WorkerOptions(
                self._settings.gateway_address,
                WORKER_NAME,
                self._settings.threads,
                observer=self._settings.observer,
                open_channel=self._settings.open_channel,
                may_poll=self._store.is_ours,
                on_away=self._store.gate.doubt,
            ),
            outcome_of=outcome_of,
            answer_listener=self._engine.complete_listener_job,
        )
        stop_jobs = asyncio.Event()
        jobs = asyncio.create_task(worker.run(stop_jobs))
        steps = self._begin_steps()
        beat = asyncio.create_task(self._beat(worker))
        stopping = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait([jobs, beat, stopping, *steps], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._stop.set()
            await asyncio.wait(steps, timeout=STEP_STOP_SECONDS)
            for task in (*steps, beat, stopping):
                task.cancel()
            stop_jobs.set()
            self._repeats.let_go()
            await jobs
        _log.info("workers_stopped")

    def _begin_steps(self) -> list[asyncio.Task[None]]:
        settings, make_unit, is_ending = self._settings, self._settings.make_unit, self._repeats.is_ending
        compare = partial(reconcile_step, make_unit, self._engine, self._monitor, Compared())
        record = partial(keep_versions_step, make_unit, self._deployments)
        renew = partial(renew_forms_step, make_unit, self._engine)
        chains = self._chains
        begin, repeat, later = asyncio.create_task, self._repeats.repeat, self._repeats.repeat_later
        on_store = partial(self._repeats.repeat_while, self._store.is_ours)
        return [
            begin(repeat("install", self._install, settings.install_seconds)),
            begin(repeat("anchor", self._store.look, settings.anchor_seconds)),
            begin(repeat("clock", settings.look_at_clock, settings.clock_seconds)),
            begin(on_store("outbox", self._send, settings.outbox_seconds)),
            begin(repeat("tasks", partial(chains.sync, self._engine), settings.tasks_seconds)),
            begin(on_store("runs", self._notice_ends, settings.runs_seconds)),
            begin(repeat("sweep", chains.sweep, settings.sweep_seconds)),
            begin(on_store("forms", renew, settings.forms_seconds)),
            begin(on_store("versions", record, settings.versions_seconds)),
            begin(later("standstill", self._look, settings.standstill_seconds)),
            begin(later("reconcile", compare, settings.reconcile_seconds)),
            begin(later("retention", partial(chains.let_go, self._monitor), settings.retention_seconds)),
            begin(later("letters", self._write_letters, settings.letters_seconds)),
            begin(later("tables", chains.take_tables, settings.tables_seconds)),
            begin(later("files", chains.seal_files, settings.files_seconds)),
            begin(later("alerts", self._raise, settings.alerts_seconds)),
            begin(later("alert_mails", self._mail, settings.alerts_seconds)),
            begin(later("webhook", self._deliver, settings.alerts_seconds)),
            begin(later("dispatch", chains.dispatch, settings.dispatch_seconds)),
            # Before the first look at what is worth an alert: a door of the process before is not away.
            begin(repeat("incoming", self._take_up, settings.incoming_seconds)),
            begin(later("scans", lambda: read_scans_step(make_unit), settings.scans_seconds)),
            begin(
                later("figures", partial(append_figures_step, make_unit, is_ending), settings.figures_seconds)
            ),
            begin(later("summaries", chains.summarise, settings.summaries_seconds)),
            begin(later("waves", chains.watch_waves, settings.waves_seconds)),
            begin(later("what_ifs", partial(what_if_step, make_unit, is_ending), settings.what_ifs_seconds)),
            begin(later("scores", partial(scores_step, make_unit, is_ending), settings.scores_seconds)),
            begin(later("file_health", chains.look_at_files, settings.file_health_seconds)),
        ]

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        # Only the main thread may handle signals; a test runs the workers in another.
        with contextlib.suppress(RuntimeError, ValueError):
            for name in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(name, self._stop.set)

    def _install(self) -> int:
        """What is refused is tried again later. Sending waits for the first try: a message comes after its diagram."""
        try:
            self._settings.install()
        except OutsideUnavailable:
            raise
        except Exception:
            self._has_installed = True
            raise
        self._has_installed = True
        return 0

    def _send(self) -> int:
        return send_outbox_step(self._settings.make_unit, self._engine) if self._has_installed else 0

    def _notice_ends(self) -> int:
        return notice_ends_step(self._settings.make_unit, self._engine)

    def _take_up(self) -> int:
        return doors_step(self._settings.doors, self._settings.make_unit)

    def _look(self) -> int:
        return look_step(self._settings.make_unit, self._engine, self._monitor, self._noticed)

    def _write_letters(self) -> int:
        return write_batches_step(self._settings.make_unit)

    def _raise(self) -> int:
        settings = self._settings
        has_receiver, look = settings.webhook is not None, self._destroyed_look
        raise_alerts_step(settings.make_unit, self._monitor, has_receiver=has_receiver, look=look)
        # What is raised is no work for the workers: the next look comes after its rest.
        return 0

    def _deliver(self) -> int:
        receiver = self._settings.webhook
        return send_alerts_step(self._settings.make_unit, self._engine, receiver) if receiver else 0

    def _mail(self) -> int:
        settings = self._settings
        return mail_alerts_step(settings.make_unit, settings.carriers.get(Way.EMAIL), settings.pages)

    async def _beat(self, worker: JobWorker) -> None:
        clock = self._settings.make_unit().ports.system_clock
        while not self._stop.is_set():
            polled_at = clock.now().timestamp() - worker.poll_age_seconds
            write_workers_beat(self._settings.heartbeat_path, polled_at)
            await self._repeats.sleep(HEARTBEAT_SECONDS)
