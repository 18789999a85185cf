"""Failing, back-off, leases and incidents of jobs under a pinned clock."""

from __future__ import annotations

import asyncio

import grpc
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from tests.engine_server import RunningEngine
from tests.gateway.calls import activate, publish_order, status_of

MORNING = 1_788_138_000_000  # 2026-08-31T01:00:00Z


def open_incidents(engine: RunningEngine) -> list[tuple[int, str]]:
    rows = engine.runtime.read().execute("SELECT key, error_type FROM incident WHERE ended_at IS NULL")
    return [(row["key"], row["error_type"]) for row in rows]


async def test_failed_job_comes_back_after_its_back_off_and_not_before(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    engine.pin_clock(MORNING)
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work")
    await stub.FailJob(pb.FailJobRequest(jobKey=job.key, retries=2, retryBackOff=5000, errorMessage="later"))
    engine.pin_clock(MORNING + 4999)
    assert await activate(stub, "work") == []
    engine.pin_clock(MORNING + 5000)
    assert [(again.key, again.retries) for again in await activate(stub, "work")] == [(job.key, 2)]


async def test_long_poll_gets_a_job_whose_back_off_ends(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    engine.pin_clock(MORNING)
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work")
    await stub.FailJob(pb.FailJobRequest(jobKey=job.key, retries=2, retryBackOff=5000))
    poll = asyncio.ensure_future(activate(stub, "work", wait_ms=20_000))
    assert await activate(stub, "work") == []
    engine.pin_clock(MORNING + 5000)
    async with asyncio.timeout(15):
        assert [again.key for again in await poll] == [job.key]


async def test_lease_follows_the_engine_clock(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    engine.pin_clock(MORNING)
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work", timeout_ms=10_000)
    assert job.deadline == MORNING + 10_000
    engine.pin_clock(MORNING + 9_999)
    assert await activate(stub, "work") == []
    engine.pin_clock(MORNING + 10_000)
    assert [(again.key, again.retries) for again in await activate(stub, "work")] == [(job.key, 3)]


async def test_longer_lease_keeps_the_job(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    engine.pin_clock(MORNING)
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work", timeout_ms=1_000)
    await stub.UpdateJobTimeout(pb.UpdateJobTimeoutRequest(jobKey=job.key, timeout=60_000))
    engine.pin_clock(MORNING + 30_000)
    assert await activate(stub, "work") == []


async def test_job_without_retries_raises_an_incident_that_new_retries_and_resolution_end(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work")
    await stub.FailJob(pb.FailJobRequest(jobKey=job.key, retries=0, errorMessage="no stamp"))
    [(incident_key, error_type)] = open_incidents(engine)
    assert error_type == "JOB_NO_RETRIES"
    assert await activate(stub, "work") == []
    code, _ = await status_of(stub.ResolveIncident(pb.ResolveIncidentRequest(incidentKey=incident_key)))
    assert code == grpc.StatusCode.FAILED_PRECONDITION
    await stub.UpdateJobRetries(pb.UpdateJobRetriesRequest(jobKey=job.key, retries=1))
    await stub.ResolveIncident(pb.ResolveIncidentRequest(incidentKey=incident_key))
    assert open_incidents(engine) == []
    assert [again.key for again in await activate(stub, "work")] == [job.key]


async def test_failed_job_cannot_be_completed_while_its_incident_is_open(
    stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work")
    await stub.FailJob(pb.FailJobRequest(jobKey=job.key, retries=0))
    code, _ = await status_of(stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key)))
    assert code == grpc.StatusCode.FAILED_PRECONDITION


async def test_error_that_nothing_catches_is_an_incident(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await publish_order(stub, "A-1")
    [job] = await activate(stub, "work")
    await stub.ThrowError(pb.ThrowErrorRequest(jobKey=job.key, errorCode="NOT_COMPETENT", errorMessage="no"))
    assert [error_type for _, error_type in open_incidents(engine)] == ["UNHANDLED_ERROR_EVENT"]
    assert await activate(stub, "work") == []


async def test_jobs_of_a_poll_that_was_cut_off_are_given_back_at_once(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await publish_order(stub, "A-1")
    poll = asyncio.ensure_future(activate(stub, "nothing", wait_ms=20_000))
    await activate(stub, "nothing")
    poll.cancel()
    assert len(await activate(stub, "work", wait_ms=5_000)) == 1
