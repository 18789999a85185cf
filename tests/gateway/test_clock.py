"""Timers under a pinned clock: never early, at once when it jumps, also over a restart."""

from __future__ import annotations

import grpc.aio
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from tests.engine_server import RunningEngine
from tests.gateway.calls import activate, publish_order

MORNING = 1_788_138_000_000  # 2026-08-31T01:00:00Z
HOUR = 3_600_000


def open_timers(engine: RunningEngine) -> list[int]:
    return [
        row["due_at"] for row in engine.runtime.read().execute("SELECT due_at FROM timer ORDER BY due_at")
    ]


async def start_review(stub: GatewayStub) -> int:
    """A review whose user task and timer are open."""
    created = await stub.CreateProcessInstance(
        pb.CreateProcessInstanceRequest(bpmnProcessId="review", version=-1)
    )
    [job] = await activate(stub, "prepare")
    await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key))
    return created.processInstanceKey


async def test_timer_fires_at_its_moment_and_not_before(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    engine.pin_clock(MORNING)
    await start_review(stub)
    assert open_timers(engine) == [MORNING + HOUR]
    engine.pin_clock(MORNING + HOUR - 1)
    assert await activate(stub, "remind") == []
    engine.pin_clock(MORNING + HOUR)
    assert len(await activate(stub, "remind", wait_ms=5_000)) == 1
    assert open_timers(engine) == []


async def test_clock_that_jumps_over_many_timers_fires_each_of_them_once(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    engine.pin_clock(MORNING)
    for _ in range(20):
        await start_review(stub)
    engine.pin_clock(MORNING + 5 * HOUR)
    engine.pin_clock(MORNING + 6 * HOUR)
    seen = []
    while jobs := await activate(stub, "remind"):
        seen += [job.key for job in jobs]
    assert (len(seen), len(set(seen))) == (20, 20)
    assert open_timers(engine) == []


async def test_pin_stands_over_a_restart_and_overdue_timers_fire_after_it(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    engine.pin_clock(MORNING)
    await start_review(stub)
    engine.restart()
    assert engine.runtime.clock.pinned_ms == MORNING
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        again = GatewayStub(channel)
        assert await activate(again, "remind") == []
        engine.pin_clock(MORNING + HOUR)
        assert len(await activate(again, "remind", wait_ms=5_000)) == 1


async def test_timer_that_fell_due_while_the_engine_was_down_fires_at_its_start(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    engine.pin_clock(MORNING)
    await start_review(stub)
    engine.run(engine.runtime.reset_clock())
    engine.restart()
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        assert engine.runtime.clock.pinned_ms is None
        assert len(await activate(GatewayStub(channel), "remind", wait_ms=5_000)) == 1


async def test_message_is_forgotten_when_its_time_to_live_is_over(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    engine.pin_clock(MORNING)
    await publish_order(stub, "A-1", message_id="A-1:1", ttl_ms=1000)
    engine.pin_clock(MORNING + 1000)
    # Not a duplicate any more; the running order with this key keeps it waiting in the buffer.
    await publish_order(stub, "A-1", message_id="A-1:1", ttl_ms=1000)
    assert len(await activate(stub, "work")) == 1
