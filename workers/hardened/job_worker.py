"""All pollers of a process on one channel, with a bounded stop and a watchdog for polls that went silent."""

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import grpc
import grpc.aio
import structlog
from pyzeebe.grpc_internals.zeebe_job_adapter import ZeebeJobAdapter
from pyzeebe.proto.gateway_pb2 import TopologyRequest
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from models.ground.errors import OutsideUnavailable
from workers.hardened.job_answers import JobAnswers, ListenerAnswer, new_adapter
from workers.hardened.job_poller import LONG_POLL_MS, JobPoller, PollerParts
from workers.hardened.job_route import JobRoute
from workers.hardened.observer import UNOBSERVED, Observer
from workers.hardened.outcome import OutcomeOf

if TYPE_CHECKING:
    # In the stubs only; at run time one class serves both.
    from pyzeebe.proto.gateway_pb2_grpc import GatewayAsyncStub

# A channel silent for this long is replaced; silent for the longer time while the gateway answers others, the
# process ends and is started again (P15).
RECYCLE_AFTER_SECONDS = 30.0
STUCK_AFTER_SECONDS = 60.0
PROBE_DEADLINE_SECONDS = 3.0
# Of the time after which a worker is stuck: so long polls may need once the gateway answers again.
SHARE_TO_POLL_ANEW = 0.4

_log = structlog.get_logger(__name__)


class WorkerStuck(Exception):
    """The gateway answers, but polls for a job type have had no success for a minute: start this process again."""


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """Where and how a worker polls. `threads` bounds the jobs that run at the same time in this process."""

    gateway_address: str
    name: str
    threads: int = 8
    finish_seconds: float = 2.0
    stuck_after_seconds: float = STUCK_AFTER_SECONDS
    observer: Observer = UNOBSERVED
    open_channel: Callable[[str], grpc.aio.Channel] = grpc.aio.insecure_channel
    may_poll: Callable[[], bool] = lambda: True
    on_away: Callable[[], None] = lambda: None


class JobWorker:
    """Runs the routes of a process until it is stopped."""

    def __init__(
        self,
        routes: Iterable[JobRoute],
        options: WorkerOptions,
        *,
        outcome_of: OutcomeOf,
        answer_listener: ListenerAnswer,
    ) -> None:
        self._options = options
        self._answer_listener = answer_listener
        self._executor = ThreadPoolExecutor(options.threads, thread_name_prefix="job")
        self._retired: list[grpc.aio.Channel] = []
        self._open_channel()
        parts = PollerParts(
            adapter=lambda: self._adapter,
            answers=lambda: self._answers,
            executor=self._executor,
            outcome_of=outcome_of,
            worker_name=options.name,
            observer=options.observer,
            may_poll=options.may_poll,
            on_away=options.on_away,
        )
        self.pollers = [JobPoller(route, parts) for route in routes]

    @property
    def poll_age_seconds(self) -> float:
        """Seconds since the last moment by which a poll of every job type had been answered."""
        return max(poller.silence_seconds for poller in self.pollers)

    def _open_channel(self) -> None:
        self._channel = self._options.open_channel(self._options.gateway_address)
        self._adapter: ZeebeJobAdapter = new_adapter(self._channel)
        self._answers = JobAnswers(self._adapter, self._answer_listener)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set, then stop within the poll time plus `finish_seconds`.

        Raises WorkerStuck when polls stay without success although the gateway answers.
        """
        polls = [asyncio.create_task(poller.poll_until_stopped()) for poller in self.pollers]
        watch = asyncio.create_task(self._watch())
        stopped = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait([watch, stopped, *polls], return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stopped}:
                task.result()
        finally:
            stopped.cancel()
            watch.cancel()
            await self._shut_down(polls)

    async def _shut_down(self, polls: list[asyncio.Task[None]]) -> None:
        for poller in self.pollers:
            poller.stop()
        _, hanging = await asyncio.wait(polls, timeout=LONG_POLL_MS / 1000 + 0.3)
        for poll in hanging:
            poll.cancel()
        await asyncio.gather(*(poller.finish(self._options.finish_seconds) for poller in self.pollers))
        for channel in [*self._retired, self._channel]:
            await channel.close(grace=0.2)
        self._executor.shutdown(wait=False, cancel_futures=True)

    async def _watch(self) -> None:
        """While polls are silent ask the gateway; when it answers poll anew, and end when that does not help.

        An engine that is away, however long, ends nothing: the silence that counts is that beside a gateway which answers.
        """
        stuck_after = self._options.stuck_after_seconds
        answers_since: float | None = None
        while True:
            await asyncio.sleep(min(5.0, stuck_after / 4))
            silence, job_type = max(
                (poller.silence_seconds, poller.route.job_type) for poller in self.pollers
            )
            if silence < min(RECYCLE_AFTER_SECONDS, stuck_after / 2) or not await self._gateway_answers():
                answers_since = None
            elif answers_since is None:
                answers_since = time.monotonic()
                await self._poll_anew()
            elif (
                silence >= stuck_after
                and time.monotonic() - answers_since >= stuck_after * SHARE_TO_POLL_ANEW
            ):
                _log.error("worker_stuck", job_type=job_type)
                raise WorkerStuck(job_type)

    async def _poll_anew(self) -> None:
        """Go on with a new channel; polls still on the old one end by their deadline, long before the next change."""
        for channel in self._retired:
            await channel.close()
        self._retired = [self._channel]
        self._open_channel()
        _log.warning("channel_recycled")
        for poller in self.pollers:
            poller.wake()

    async def _gateway_answers(self) -> bool:
        """True when a fresh channel gets an answer: then the silence is ours and not the engine's."""
        async with self._options.open_channel(self._options.gateway_address) as channel:
            try:
                async with asyncio.timeout(PROBE_DEADLINE_SECONDS):
                    stub = cast("GatewayAsyncStub", GatewayStub(channel))
                    await stub.Topology(TopologyRequest())
            except (grpc.aio.AioRpcError, OutsideUnavailable, TimeoutError):
                # Unavailable also while no login can be had: a new process would not get one sooner.
                return False
        return True
