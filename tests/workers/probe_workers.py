"""The two workers that each fault is shown on: plain pyzeebe with its defaults, and the product's.

Annotations are not postponed here, since pyzeebe finds the job parameter by its type object.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import grpc
from pyzeebe import Job, ZeebeWorker

from tests.workers.misbehaving_gateway import JOB_TYPE
from workers.hardened.job_route import JobRoute, RouteKind
from workers.hardened.job_worker import JobWorker, WorkerOptions
from workers.outcomes import outcome_of

# A machine under load is slow, but a poller that ended must not pass because the worker recycles it after 30 s.
PATIENCE_SECONDS = 20.0

Work = Callable[[Job], dict[str, object]]


@asynccontextmanager
async def plain_pyzeebe(address: str, work: Work, max_running: int = 32) -> AsyncIterator[asyncio.Task[None]]:
    """pyzeebe as its documentation shows it; gives the task of `work()`."""
    async with grpc.aio.insecure_channel(address) as channel:
        worker = ZeebeWorker(channel)

        @worker.task(task_type=JOB_TYPE, max_running_jobs=max_running)
        def probe(job: Job) -> dict[str, object]:
            return work(job)

        running = asyncio.create_task(worker.work())
        try:
            yield running
        finally:
            running.cancel()
            with contextlib.suppress(BaseException):
                await running


@asynccontextmanager
async def hardened(
    address: str, work: Work, max_running: int = 8, stuck_after: float = 60.0
) -> AsyncIterator[tuple[asyncio.Task[None], asyncio.Event]]:
    """The product's worker; gives its task and the event that stops it."""
    route = JobRoute(JOB_TYPE, work, RouteKind.SERVICE, (), max_running=max_running)
    options = WorkerOptions(address, "probe", finish_seconds=0.5, stuck_after_seconds=stuck_after)
    worker = JobWorker([route], options, outcome_of=outcome_of, answer_listener=lambda key, reason: None)
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    try:
        yield running, stop
    finally:
        stop.set()
        with contextlib.suppress(Exception):
            await running


async def happens(what: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> bool:
    """True as soon as `what` is, False when the time has passed without it."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not what():
                await asyncio.sleep(0.01)
            return True
    return False
