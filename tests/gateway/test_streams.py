"""Job streams: pushed as jobs become activatable, shared with pollers, no more than a client takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import grpc
import grpc.aio
import pytest
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from tests.engine_server import RunningEngine
from tests.gateway.calls import activate, publish_order

pytestmark = pytest.mark.usefixtures("deployed")
MORNING = 1_788_138_000_000  # 2026-08-31T01:00:00Z
A_MINUTE = 60_000


@contextmanager
def stream(stub: GatewayStub, timeout_ms: int = A_MINUTE) -> Iterator[AsyncIterator[pb.ActivatedJob]]:
    """An open job stream of type `work`, cut off at the end."""
    request = pb.StreamActivatedJobsRequest(type="work", worker="streamer", timeout=timeout_ms)
    call = stub.StreamActivatedJobs(request)
    try:
        yield aiter(call)
    finally:
        call.cancel()


async def take(jobs: AsyncIterator[pb.ActivatedJob]) -> pb.ActivatedJob:
    async with asyncio.timeout(30):
        return await anext(jobs)


async def opened(stub: GatewayStub, jobs: AsyncIterator[pb.ActivatedJob], number: str) -> None:
    """Wait until the stream is served: a first order comes through it."""
    await publish_order(stub, number)
    await stub.CompleteJob(pb.CompleteJobRequest(jobKey=(await take(jobs)).key))


async def test_jobs_are_pushed_as_they_become_activatable(stub: GatewayStub) -> None:
    with stream(stub) as jobs:
        for number in ("A-1", "A-2"):
            await publish_order(stub, number)
            job = await take(jobs)
            assert (job.worker, job.retries, number in job.variables) == ("streamer", 3, True)
            await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key))
        assert await activate(stub, "work") == []


async def test_a_pushed_job_is_on_disk_before_it_is_pushed(engine: RunningEngine, stub: GatewayStub) -> None:
    with stream(stub) as jobs:
        await publish_order(stub, "A-1")
        job = await take(jobs)
    engine.restart()
    [again] = await activate(stub, "work", wait_ms=5_000)
    assert again.key == job.key


async def test_a_stream_that_went_away_gives_its_job_back_with_the_end_of_its_lease(
    engine: RunningEngine, stub: GatewayStub
) -> None:
    engine.pin_clock(MORNING)
    with stream(stub, timeout_ms=5_000) as jobs:
        await publish_order(stub, "A-1")
        job = await take(jobs)
    engine.pin_clock(MORNING + 4_999)
    assert await activate(stub, "work") == []
    engine.pin_clock(MORNING + 5_000)
    assert [(again.key, again.retries) for again in await activate(stub, "work")] == [(job.key, 3)]


async def test_a_failed_job_is_pushed_again(engine: RunningEngine, stub: GatewayStub) -> None:
    with stream(stub) as jobs:
        await publish_order(stub, "A-1")
        job = await take(jobs)
        await stub.FailJob(pb.FailJobRequest(jobKey=job.key, retries=2))
        again = await take(jobs)
        assert (again.key, again.retries) == (job.key, 2)


async def test_streams_and_pollers_share_a_crowd_of_jobs(stub: GatewayStub) -> None:
    with stream(stub) as one, stream(stub) as other:
        taken, arrived = [0, 0], asyncio.Semaphore(0)

        async def count(place: int, jobs: AsyncIterator[pb.ActivatedJob]) -> None:
            async for _ in jobs:
                taken[place] += 1
                arrived.release()

        counting = [asyncio.ensure_future(count(place, jobs)) for place, jobs in enumerate((one, other))]
        # A first order may come through either; both are served when one has come through each.
        warm = 0
        async with asyncio.timeout(30):
            while min(taken) == 0:
                await publish_order(stub, f"warm-{warm}")
                await arrived.acquire()
                warm += 1
        taken[:] = [0, 0]
        poll = asyncio.ensure_future(activate(stub, "work", wait_ms=20_000))
        await activate(stub, "work")
        await asyncio.gather(*(publish_order(stub, f"A-{number}") for number in range(60)))
        polled = len(await poll)
        async with asyncio.timeout(30):
            while polled + sum(taken) < 60:
                polled += len(await activate(stub, "work", wait_ms=100))
        for task in counting:
            task.cancel()
        assert polled > 0
        assert min(taken) > 0


async def test_a_stream_that_is_not_read_leaves_the_jobs_to_others(engine: RunningEngine) -> None:
    async with grpc.aio.insecure_channel(engine.grpc_address) as other:
        stub = GatewayStub(other)
        async with grpc.aio.insecure_channel(engine.grpc_address) as lazy:
            with stream(GatewayStub(lazy)) as jobs:
                await opened(stub, jobs, "warm")
                bulk = '{"bulk": "' + "x" * 500_000 + '"}'
                for number in range(40):
                    await stub.PublishMessage(
                        pb.PublishMessageRequest(
                            name="order.placed", correlationKey=f"B-{number}", timeToLive=0, variables=bulk
                        )
                    )
                polled = 0
                async with asyncio.timeout(30):
                    # What the transport buffers of a client that reads nothing is its own; the rest is free.
                    while polled < 20:
                        polled += len(await activate_few(stub))
                assert polled >= 20


async def activate_few(stub: GatewayStub) -> list[pb.ActivatedJob]:
    request = pb.ActivateJobsRequest(
        type="work", worker="poller", timeout=A_MINUTE, maxJobsToActivate=4, requestTimeout=200
    )
    return [job async for response in stub.ActivateJobs(request) for job in response.jobs]


@pytest.mark.parametrize("wrong", [{"type": ""}, {"worker": ""}, {"timeout": 0}, {"tenantIds": ["other"]}])
async def test_a_stream_without_type_worker_or_lease_is_refused(
    stub: GatewayStub, wrong: dict[str, object]
) -> None:
    request = pb.StreamActivatedJobsRequest(**{"type": "work", "worker": "w", "timeout": 1000, **wrong})
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await anext(aiter(stub.StreamActivatedJobs(request)))
    assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT


async def test_a_stopping_engine_ends_its_streams_as_unavailable(
    engine: RunningEngine, stub: GatewayStub
) -> None:
    with stream(stub) as jobs:
        await opened(stub, jobs, "warm")
        engine.stop()
        with pytest.raises(grpc.aio.AioRpcError) as ended:
            await take(jobs)
        assert ended.value.code() == grpc.StatusCode.UNAVAILABLE
