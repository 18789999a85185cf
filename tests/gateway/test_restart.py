"""What survives a stop, a crash in the process, and SIGKILL of a real one."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

import grpc.aio
import pytest
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.core.commands import CompleteUserTask
from engine.runtime import EngineStopped
from engine.state.opening import STORE_FILE
from engine.state.reader import Reader
from tests.engine_server import EngineProcess, RunningEngine
from tests.gateway import diagrams
from tests.gateway.calls import activate, publish_order, status_of
from tests.gateway.shipped_way import STEPS, ShippedWay
from tests.gateway.test_clock import start_review


async def complete_all(stub: GatewayStub, job_type: str) -> list[str]:
    """Complete every job of a type; answers their order numbers."""
    numbers = []
    while jobs := await activate(stub, job_type):
        for job in jobs:
            await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key))
            numbers.append(json.loads(job.variables)["number"])
    return numbers


async def test_open_jobs_messages_user_tasks_and_timers_survive_a_crash(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    await start_review(stub)
    await publish_order(stub, "A-1", message_id="A-1:1")
    await activate(stub, "work")
    engine.restart()
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        again = GatewayStub(channel)
        code, _ = await status_of(publish_order(again, "A-1", message_id="A-1:1"))
        assert code == grpc.StatusCode.ALREADY_EXISTS
        # The lease died with the engine: the job is handed out again.
        assert await complete_all(again, "work") == ["A-1"]
    read = engine.runtime.read()
    assert [row["state"] for row in read.execute("SELECT state FROM user_task")] == ["CREATED"]
    assert len(read.execute("SELECT 1 FROM timer")) == 1


async def test_restarted_engine_never_gives_a_key_twice(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    first = await publish_order(stub, "A-1")
    engine.restart()
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        assert await publish_order(GatewayStub(channel), "A-2") > first


async def test_stop_answers_long_polls_empty_and_loses_nothing(
    engine: RunningEngine, stub: GatewayStub, deployed: pb.DeployResourceResponse
) -> None:
    poll = asyncio.ensure_future(activate(stub, "work", wait_ms=60_000))
    await activate(stub, "work")
    async with asyncio.timeout(5):
        await asyncio.to_thread(engine.stop)
        assert await poll == []
    engine.start()


async def flood(stub: GatewayStub, prefix: str, acknowledged: list[str]) -> None:
    """Publish orders until the engine dies; notes each acknowledged number."""
    number = 0
    while True:
        number += 1
        try:
            await publish_order(stub, f"{prefix}-{number}", message_id="m")
        except grpc.aio.AioRpcError:
            return
        acknowledged.append(f"{prefix}-{number}")


async def work_until_dead(stub: GatewayStub, completed: list[str]) -> None:
    """Complete orders until the engine dies; notes each acknowledged completion."""
    try:
        while True:
            for job in await activate(stub, "work", wait_ms=1000):
                await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key))
                completed.append(json.loads(job.variables)["number"])
    except grpc.aio.AioRpcError:
        return


@pytest.mark.timeout(90)
async def test_killed_process_loses_no_acknowledged_order_and_repeats_no_acknowledged_completion(
    tmp_path: Path,
) -> None:
    acknowledged: list[str] = []
    completed: list[str] = []
    for round_no in range(4):
        engine = EngineProcess(tmp_path)
        async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
            stub = GatewayStub(channel)
            resource = pb.Resource(name="order.bpmn", content=diagrams.ORDER)
            await stub.DeployResource(pb.DeployResourceRequest(resources=[resource]))
            load = [flood(stub, f"{round_no}-{lane}", acknowledged) for lane in range(6)]
            load += [work_until_dead(stub, completed) for _ in range(2)]
            running = [asyncio.ensure_future(each) for each in load]
            goal = len(completed) + 60
            while len(completed) < goal:
                await asyncio.sleep(0.01)
            assert await asyncio.to_thread(engine.end, signal.SIGKILL) == -signal.SIGKILL
            await asyncio.gather(*running)
    engine = EngineProcess(tmp_path)
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        left = await complete_all(GatewayStub(channel), "work")
    assert await asyncio.to_thread(engine.end, signal.SIGTERM) == 0
    assert not set(completed) & set(left)
    reader = Reader(tmp_path / STORE_FILE)
    instances = reader.execute("SELECT correlation_key, state FROM process_instance")
    reader.close()
    assert {row["state"] for row in instances} == {"COMPLETED"}
    numbers = [row["correlation_key"] for row in instances]
    assert len(numbers) == len(set(numbers))
    assert set(acknowledged) <= set(numbers)


async def test_stop_cuts_a_completion_that_waits_for_its_listeners_and_the_task_goes_on_later(
    engine: RunningEngine,
) -> None:
    way = ShippedWay(engine)
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        await way.begin(GatewayStub(channel))
    [task] = engine.runtime.read().execute("SELECT key FROM user_task")
    command = CompleteUserTask(task["key"], STEPS[0][1], "complete")
    waiting = asyncio.run_coroutine_threadsafe(engine.runtime.execute(command), engine.loop)
    async with asyncio.timeout(8):
        await asyncio.to_thread(engine.stop)
    with pytest.raises(EngineStopped):
        waiting.result()
    engine.start()
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        await way.serve_jobs(GatewayStub(channel))
    tasks = engine.runtime.read().execute("SELECT element_id, state FROM user_task ORDER BY key")
    assert [(row["element_id"], row["state"]) for row in tasks] == [
        ("UserTask_DecideAcceptance", "COMPLETED"),
        ("UserTask_AssignHandler", "CREATED"),
    ]


async def test_process_under_load_ends_cleanly_on_request_and_loses_nothing(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path)
    acknowledged: list[str] = []
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        stub = GatewayStub(channel)
        resource = pb.Resource(name="order.bpmn", content=diagrams.ORDER)
        await stub.DeployResource(pb.DeployResourceRequest(resources=[resource]))
        lanes = [asyncio.ensure_future(flood(stub, f"{lane}", acknowledged)) for lane in range(16)]
        async with asyncio.timeout(30):
            while len(acknowledged) < 200:
                await asyncio.sleep(0.01)
        async with asyncio.timeout(5):
            assert await asyncio.to_thread(engine.end, signal.SIGTERM) == 0
        await asyncio.gather(*lanes)
    reader = Reader(tmp_path / STORE_FILE)
    stored = {
        row["correlation_key"] for row in reader.execute("SELECT correlation_key FROM process_instance")
    }
    reader.close()
    assert set(acknowledged) <= stored


async def test_engine_killed_again_and_again_during_recovery_still_recovers(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path)
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        stub = GatewayStub(channel)
        resource = pb.Resource(name="order.bpmn", content=diagrams.ORDER)
        await stub.DeployResource(pb.DeployResourceRequest(resources=[resource]))
        numbers = [f"A-{number}" for number in range(50)]
        await asyncio.gather(*(publish_order(stub, number) for number in numbers))
    await asyncio.to_thread(engine.end, signal.SIGKILL)
    command = [
        sys.executable,
        "-m",
        "engine",
        "--data",
        str(tmp_path),
        "--grpc-port",
        "0",
        "--rest-port",
        "0",
    ]
    for tenths in range(1, 8):
        # Somewhere between the first import and the announcement.
        with pytest.raises(subprocess.TimeoutExpired):
            subprocess.run(command, timeout=tenths / 10, capture_output=True, check=False)
    engine = EngineProcess(tmp_path)
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        assert sorted(await complete_all(GatewayStub(channel), "work")) == sorted(numbers)
    assert await asyncio.to_thread(engine.end, signal.SIGTERM) == 0
