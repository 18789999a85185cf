"""The shipped diagrams over the network: finished with a crash after each step, and cancelled in each stage."""

from __future__ import annotations

import grpc.aio
import pytest
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from tests.engine_server import RunningEngine
from tests.gateway.shipped_way import ENDING, HOUR_MS, STEPS, WAITING, ShippedWay
from tests.store.shadow import ShadowCheck

MORNING = 1_788_138_000_000  # 2026-08-31T01:00:00Z
NOTHING = dict.fromkeys((*WAITING, *ENDING), 0)


async def test_case_finishes_though_the_engine_crashes_after_each_step(
    engine: RunningEngine, shadow: ShadowCheck
) -> None:
    engine.pin_clock(MORNING)
    way = ShippedWay(engine)
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        await way.begin(GatewayStub(channel))
    for element_id, variables in STEPS:
        engine.restart()
        async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
            await way.complete_task(GatewayStub(channel), element_id, variables)
    assert way.leftovers() == NOTHING
    states = engine.runtime.read().execute(
        "SELECT state FROM process_instance WHERE process_id = 'complaint'"
    )
    assert [row["state"] for row in states] == ["COMPLETED"]
    assert sorted(way.checks) == [
        "acceptance",
        "feedback",
        "first-contact",
        "investigation",
        "resolve",
        "return-visit",
    ]
    assert shadow.commits > 40


async def test_warning_and_overdue_come_once_each_by_themselves(
    engine: RunningEngine, stub: GatewayStub
) -> None:
    engine.pin_clock(MORNING)
    way = ShippedWay(engine)
    await way.begin(stub)
    for _ in range(4):
        engine.restart()
        async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
            await way.pass_time(GatewayStub(channel), HOUR_MS)
    assert [told for told in way.announced if told.startswith("acceptance")] == [
        "acceptance near",
        "acceptance over",
    ]
    ends = engine.runtime.read().execute(
        "SELECT element_id FROM element_instance WHERE element_id LIKE 'End_Acceptance%Seen' ORDER BY key"
    )
    assert [row["element_id"] for row in ends] == ["End_AcceptanceNearSeen", "End_AcceptanceOverdueSeen"]


@pytest.mark.parametrize("steps_done", range(len(STEPS)), ids=[element_id for element_id, _ in STEPS])
async def test_case_cancelled_at_a_step_leaves_nothing_that_waits(
    engine: RunningEngine, stub: GatewayStub, steps_done: int
) -> None:
    engine.pin_clock(MORNING)
    way = ShippedWay(engine)
    await way.begin(stub)
    for element_id, variables in STEPS[:steps_done]:
        await way.complete_task(stub, element_id, variables)
    assert way.leftovers()["user_task"] == 1
    await stub.CancelProcessInstance(
        pb.CancelProcessInstanceRequest(processInstanceKey=way.root_instance_key())
    )
    assert way.leftovers() == NOTHING
