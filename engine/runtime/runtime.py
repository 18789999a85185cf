"""The engine as its borders see it: commands in, answers after the commit, searches on the side.

gRPC and REST are not known here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from engine.clock import EngineClock
from engine.core.answers import ActivatedJob, JobsActivated, Result
from engine.core.commands import (
    ActivateJobs,
    CancelInstance,
    Command,
    CompleteJob,
    FailJob,
    ThrowError,
    UpdateJob,
)
from engine.errors import CommandRejected, Reason
from engine.processing.core import Core
from engine.runtime.batches import AppliedBatch, Batches, QueuedWork, SetClock
from engine.runtime.figures import RuntimeFigures
from engine.runtime.housekeeping import Housekeeping, Kept
from engine.runtime.polls import Polls
from engine.runtime.requests import EngineBusy, EngineStopped, PendingRequests
from engine.settings import EngineSettings
from engine.state.opening import open_store
from engine.state.reader import Reader, Searches

__all__ = ["EngineBusy", "EngineStopped", "Runtime"]

# What a request time-out of 0 means; pyzeebe then gives the call 20 s of its own.
DEFAULT_POLL_MS: Final = 10_000
# What one look of a job stream may lease: few, so that a crowd of jobs is shared by all who wait for them.
JOBS_PER_PUSH: Final = 8
A_DAY_MS: Final = 86_400_000
# A second or two of work on a small machine; who comes then is told to come later, before anything is done.
MOST_WAITING: Final = 2_000
# What ends work that is under way is let in longer, as on a cluster: refusing it would keep the queue full.
MOST_WAITING_TO_END: Final = 2 * MOST_WAITING
ENDS_WORK: Final = (CompleteJob, FailJob, ThrowError, CancelInstance)
# 9999-12-31T23:59:59.999Z, the last moment that dates of the engine can name.
LATEST_MS: Final = 253_402_300_799_999


def _ignore() -> None:
    """Nobody watches the commits."""


class Runtime:
    """Opens the store of the settings; `start` and everything else on one event loop.

    `after_commit` is called on the loop after every commit, before its answers go out.
    """

    def __init__(self, settings: EngineSettings, after_commit: Callable[[], None] = _ignore) -> None:
        self._opened = open_store(settings.data_dir)
        store = self._opened.store
        self.store_path = self._opened.path
        self._after_commit = after_commit
        kept = Kept(settings.retention_days * A_DAY_MS, settings.shown_seconds)
        housekeeping = Housekeeping(store, kept, settings.data_dir)
        clock = EngineClock(store.find_pinned_clock())
        core = Core.load(store.load())
        core.state.leave_out_keys(settings.keys_after)
        self._batches = Batches(core, store, clock, housekeeping)
        self._requests = PendingRequests()
        self._polls = Polls()
        self._refused = 0
        self._searches = Searches(self.store_path, settings.search_lag_ms)
        self._tasks: list[asyncio.Task[None]] = []
        self._stopped: asyncio.Future[None] | None = None

    @property
    def core(self) -> Core:
        """The living core, to read models and tasks from; only `execute` changes it."""
        return self._batches.core

    @property
    def clock(self) -> EngineClock:
        """The engine's clock, to read; `pin_clock` and `reset_clock` set it."""
        return self._batches.clock

    @property
    def figures(self) -> RuntimeFigures:
        """Figures of this process since its start; may be read from any thread."""
        commits = self._batches.commits
        return RuntimeFigures(
            commits=commits.count,
            commit_seconds=commits.seconds,
            waiting=self._batches.waiting,
            refused=self._refused,
            late_seconds=self._batches.late_seconds,
        )

    def start(self) -> None:
        """Begin to work; needs a running event loop."""
        loop = asyncio.get_running_loop()
        self._stopped = loop.create_future()
        writer = loop.create_task(self._batches.run(self._release), name="engine-batches")
        writer.add_done_callback(self._note_end_of_writer)
        self._tasks = [writer]
        if self._searches.renewal_seconds is not None:
            self._searches.renew(time.monotonic())
            self._tasks.append(loop.create_task(self._renew_searches(self._searches.renewal_seconds)))

    async def execute(self, command: Command) -> Result:
        """Apply a command and answer after its commit; rejections are raised.

        User task commands are answered after their last listener, however long that takes; a caller that is
        cancelled is forgotten. Raises CommandRejected, DeploymentError, EngineStopped, or EngineBusy while too many
        commands wait.
        """
        self._admit(command)
        return await self._ask(command)

    async def activate_jobs(self, command: ActivateJobs, request_timeout_ms: int = 0) -> JobsActivated:
        """Lease jobs, waiting for the first one: `request_timeout_ms`, 0 for 10 s, below 0 not at all.

        Jobs leased for a caller that has gone are given back at once. Raises EngineBusy as `execute` does.
        """
        self._admit(command)
        return await self._look_until_found(command, request_timeout_ms)

    async def _look_until_found(self, command: ActivateJobs, request_timeout_ms: int) -> JobsActivated:
        wait_ms = request_timeout_ms or DEFAULT_POLL_MS
        ends_at = time.monotonic() + wait_ms / 1000
        with self._polls.waiting_for(command.type) as news:
            while True:
                news.clear()
                activated = await self._lease(command)
                if activated.is_truncated and not activated.jobs:
                    continue
                remaining = ends_at - time.monotonic()
                if activated.jobs or remaining <= 0 or self._polls.is_closed:
                    return activated
                try:
                    await asyncio.wait_for(news.wait(), remaining)
                except TimeoutError:
                    return activated

    async def await_jobs(self, command: ActivateJobs) -> tuple[ActivatedJob, ...]:
        """Lease the next few jobs for a stream, however long the first one takes (`max_jobs` is not heeded).

        A stream that asks again only when it has sent them never holds more than its client takes, and stands
        behind the pollers that wait longer. Raises EngineStopped when the engine stops.
        """
        few = replace(command, max_jobs=JOBS_PER_PUSH)
        while not self._polls.is_closed:
            activated = await self._look_until_found(few, A_DAY_MS)
            if activated.jobs:
                return activated.jobs
        raise EngineStopped("the engine is stopping")

    async def pin_clock(self, at_ms: int) -> None:
        """Let the engine's time stand at `at_ms`, also over a restart; what is due by then fires at once.

        Refused with INVALID_ARGUMENT before 1970 and after the year 9999.
        """
        if at_ms > LATEST_MS:
            message = f"Expected a timestamp before the year 10000, but got {at_ms}"
            raise CommandRejected(Reason.INVALID_ARGUMENT, message)
        await self._ask(SetClock(at_ms))

    async def reset_clock(self) -> None:
        """Follow the system clock again."""
        await self._ask(SetClock(None))

    def read(self) -> Reader:
        """A read-only connection to what was committed a search lag ago; fetch it anew for each search."""
        return self._searches.reader(time.monotonic())

    def end_polls(self) -> None:
        """Answer all long polls, present and coming, without waiting."""
        self._polls.close()

    async def wait_stopped(self) -> None:
        """Return when the engine was closed; raise what made it fail."""
        if self._stopped is not None:
            await asyncio.shield(self._stopped)

    async def close(self) -> None:
        """Answer what is queued, commit it and close the store; later commands are refused."""
        self.end_polls()
        self._batches.close()
        if self._tasks:
            await asyncio.wait(self._tasks[:1])
        self.abandon()

    def abandon(self) -> None:
        """Close the store as it is on disk, without another commit, as after a crash."""
        for task in self._tasks:
            task.cancel()
        self._requests.fail_all("the engine has stopped")
        self._batches.stop_thread()
        self._searches.close()
        self._opened.close()

    def _admit(self, command: Command) -> None:
        """Refuse what comes from outside while too much waits; the engine's own work is never refused."""
        most = MOST_WAITING_TO_END if isinstance(command, ENDS_WORK) else MOST_WAITING
        if self._batches.waiting >= most:
            self._refused += 1
            raise EngineBusy

    async def _ask(self, work: Command | SetClock) -> Result:
        if not self._tasks or self._tasks[0].done():
            raise EngineStopped("the engine is not running")
        request_id, future = self._requests.open()
        self._batches.add(QueuedWork(work, request_id))
        try:
            return await future
        finally:
            if self._requests.forget(request_id):
                self.core.abandon(request_id)

    async def _lease(self, command: ActivateJobs) -> JobsActivated:
        asking = asyncio.ensure_future(self._ask(command))
        try:
            result = await asyncio.shield(asking)
        except asyncio.CancelledError:
            asking.add_done_callback(self._give_back)
            raise
        assert isinstance(result, JobsActivated)  # noqa: S101 - the core answers this command with nothing else
        return result

    def _give_back(self, asking: asyncio.Future[Result]) -> None:
        if asking.cancelled() or asking.exception() is not None:
            return
        result = asking.result()
        for job in result.jobs if isinstance(result, JobsActivated) else ():
            request_id, _ = self._requests.open()
            self._requests.forget(request_id)
            self._batches.add(QueuedWork(UpdateJob(job.key, timeout_ms=0), request_id))

    def _release(self, applied: AppliedBatch) -> None:
        if not applied.rows.is_empty:
            self._after_commit()
        self._requests.settle(applied.answers)
        self._polls.wake(applied.job_types)

    def _note_end_of_writer(self, writer: asyncio.Task[None]) -> None:
        failure = None if writer.cancelled() else writer.exception()
        self._polls.close()
        self._requests.fail_all(
            "the engine has stopped" if failure is None else f"the engine failed: {failure}"
        )
        if self._stopped is None or self._stopped.done():
            return
        if failure is None:
            self._stopped.set_result(None)
        else:
            self._stopped.set_exception(failure)

    async def _renew_searches(self, every_seconds: float) -> None:
        while True:
            await asyncio.sleep(every_seconds)
            self._searches.renew(time.monotonic())
