"""Takes jobs of one type and runs them, as many at a time as there are free slots.

Replaces pyzeebe's poller and executor: no zombie (P1), survives every status (P5), wakes as soon as a slot is
free (P9), runs no job twice at once (P13), hands back what it cannot finish when it stops (P10).
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import structlog
from pyzeebe import Job
from pyzeebe.errors import ZeebeBackPressureError, ZeebeGatewayUnavailableError
from pyzeebe.grpc_internals.zeebe_job_adapter import ZeebeJobAdapter

from workers.hardened.back_off import BackOff
from workers.hardened.job_answers import JobAnswers, encode_result
from workers.hardened.job_route import Denial, JobRoute, RouteKind
from workers.hardened.observer import DONE, FAILED, Observer
from workers.hardened.once_a_minute import lasting
from workers.hardened.outcome import OutcomeOf, Retry

# Short, so that a stop never abandons a poll whose jobs are already on their way (P10).
LONG_POLL_MS = 1_000
POLL_DEADLINE_SECONDS = 5.0
POLL_BACK_OFF = BackOff(first=0.2, longest=5.0)
# An engine that is away for longer is asked less; the watch of the worker wakes all pollers when it answers again.
LONG_BACK_OFF = BackOff(first=10.0, longest=60.0)
FAILURES_BEFORE_LONG = 12
PAUSE_BACK_OFF = BackOff(first=1.0, longest=60.0)
# Between two looks whether jobs may be taken again.
CLOSED_SECONDS = 0.1
# Remembered failure counts of jobs; forgetting one only shortens its next wait.
MAX_REMEMBERED_FAILURES = 10_000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PollerParts:
    """What all pollers of a worker share."""

    adapter: Callable[[], ZeebeJobAdapter]
    answers: Callable[[], JobAnswers]
    executor: Executor
    outcome_of: OutcomeOf
    worker_name: str
    observer: Observer
    # False while no job may be taken: the engine's store is not known as the office's.
    may_poll: Callable[[], bool] = lambda: True
    # Told when a poll lost the engine: what comes back may have another store.
    on_away: Callable[[], None] = lambda: None


class JobPoller:
    """The loop of one job type."""

    def __init__(self, route: JobRoute, parts: PollerParts) -> None:
        self.route = route
        self.last_poll_at = self._rested_at = time.monotonic()
        self._parts = parts
        self._running: dict[int, tuple[Job, asyncio.Task[None]]] = {}
        self._slot_freed = asyncio.Event()
        self._is_resting = False
        self._awake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._paused_until = 0.0
        self._pauses = 0
        self._failures: dict[int, int] = {}

    async def poll_until_stopped(self) -> None:
        """Poll until `stop` is called; no error of the engine ends this loop."""
        failures = 0
        while not self._stopping.is_set():
            try:
                await self._wait_until_ready()
                if self._stopping.is_set():
                    return
                await self._poll_once()
                failures = 0
            except ZeebeBackPressureError as busy:
                # "Later" is an answer over this channel: a new process would get no other.
                self.last_poll_at = time.monotonic()
                failures += 1
                await self._pause_after(failures, busy)
            except Exception as error:
                failures += 1
                if isinstance(error, ZeebeGatewayUnavailableError):
                    self._parts.on_away()
                await self._pause_after(failures, error)

    async def _pause_after(self, failures: int, error: Exception) -> None:
        lasting.warn("poll_failed", job_type=self.route.job_type, error_type=type(error).__name__)
        long = failures - FAILURES_BEFORE_LONG
        await self._rest(LONG_BACK_OFF.seconds(long) if long > 0 else POLL_BACK_OFF.seconds(failures))

    @property
    def silence_seconds(self) -> float:
        """Seconds without an answered poll, were it "later"; none while it wants none (no free slot, the database away)."""
        return 0.0 if self._is_resting else time.monotonic() - self.last_poll_at

    def wake(self) -> None:
        """Poll now: the engine answers again."""
        self._awake.set()

    def stop(self) -> None:
        """Take no further job; the poll under way ends within its long-poll time."""
        self._stopping.set()
        self._slot_freed.set()
        self._awake.set()

    async def finish(self, seconds: float) -> None:
        """Wait so long for running jobs, then hand the rest back with their retries unchanged."""
        running = [task for _, task in self._running.values()]
        if running:
            await asyncio.wait(running, timeout=seconds)
        unfinished = [(job, task) for job, task in self._running.values() if not task.done()]
        for _, task in unfinished:
            task.cancel()
        await asyncio.gather(*(self._parts.answers().hand_back(job) for job, _ in unfinished))

    async def _wait_until_ready(self) -> None:
        self._is_resting = True
        try:
            await self._wait_for_slot()
        finally:
            self._is_resting = False
            self.last_poll_at = max(self.last_poll_at, self._rested_at)

    async def _wait_for_slot(self) -> None:
        while len(self._running) >= self.route.max_running and not self._stopping.is_set():
            self._slot_freed.clear()
            await self._slot_freed.wait()
            self._rested_at = time.monotonic()
        while not self._parts.may_poll() and not self._stopping.is_set():
            await self._sleep(CLOSED_SECONDS)
            self._rested_at = time.monotonic()
        while (wait := self._paused_until - time.monotonic()) > 0 and not self._stopping.is_set():
            await self._sleep(min(wait, 1.0))
            self._rested_at = time.monotonic()

    async def _poll_once(self) -> None:
        async with asyncio.timeout(POLL_DEADLINE_SECONDS):
            async for job in self._parts.adapter().activate_jobs(
                task_type=self.route.job_type,
                worker=self._parts.worker_name,
                timeout=self.route.timeout_ms,
                max_jobs_to_activate=self.route.max_running - len(self._running),
                variables_to_fetch=list(self.route.fetches),
                request_timeout=LONG_POLL_MS,
            ):
                self._start(job)
        self.last_poll_at = time.monotonic()
        self._parts.observer.polled(self.route.job_type)

    def _start(self, job: Job) -> None:
        if job.key in self._running:
            _log.info("job_still_running", job_type=job.type, job_key=job.key)
            return
        task = asyncio.create_task(self._run(job))
        self._running[job.key] = (job, task)
        task.add_done_callback(lambda _: self._free(job.key))

    def _free(self, job_key: int) -> None:
        self._running.pop(job_key, None)
        self._slot_freed.set()

    async def _run(self, job: Job) -> None:
        began = time.monotonic()
        try:
            loop = asyncio.get_running_loop()
            result = await loop.run_in_executor(self._parts.executor, self.route.handler, job)
            variables = None if isinstance(result, Denial) else encode_result(result)
        except Exception as error:
            self._parts.observer.ended(self.route.job_type, FAILED, time.monotonic() - began)
            await self._settle(job, error)
            return
        self._parts.observer.ended(self.route.job_type, DONE, time.monotonic() - began)
        self._failures.pop(job.key, None)
        self._pauses = 0
        if self.route.kind is RouteKind.LISTENER:
            await self._parts.answers().answer_listener(job, result if isinstance(result, Denial) else None)
        else:
            await self._parts.answers().complete(job, variables or {})

    async def _settle(self, job: Job, error: Exception) -> None:
        outcome = self._parts.outcome_of(error)
        if len(self._failures) >= MAX_REMEMBERED_FAILURES:
            self._failures.clear()
        failures = self._failures[job.key] = self._failures.get(job.key, 0) + 1
        is_away = isinstance(outcome, Retry) and outcome.pauses_polling
        (lasting.warn if is_away else _log.warning)(
            "job_failed",
            job_type=job.type,
            job_key=job.key,
            error_type=type(error).__name__,
            reason=type(outcome).__name__,
        )
        if is_away:
            self._pauses += 1
            self._paused_until = time.monotonic() + PAUSE_BACK_OFF.seconds(self._pauses)
        await self._parts.answers().settle(job, outcome, failures)

    async def _rest(self, seconds: float) -> None:
        """Sleep, but not longer than until somebody wakes it."""
        self._awake.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return

    async def _sleep(self, seconds: float) -> None:
        """Sleep, but not longer than until the stop."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
