"""A crowd is told to come later before anything is done; the engine's own work goes on."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import grpc
import grpc.aio
import httpx
import pytest
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from tests.engine_server import RunningEngine, running_engine
from tests.gateway.calls import activate, status_of
from tests.gateway.test_results import ECHO

MORNING = 1_788_138_000_000  # 2026-08-31T01:00:00Z
A_START = pb.CreateProcessInstanceRequest(bpmnProcessId="echo", version=-1)


@pytest.fixture(autouse=True)
async def deployed_echo(stub: GatewayStub) -> None:
    await deploy(stub)


async def deploy(stub: GatewayStub) -> None:
    await stub.DeployResource(
        pb.DeployResourceRequest(resources=[pb.Resource(name="echo.bpmn", content=ECHO)])
    )


def full(monkeypatch: pytest.MonkeyPatch, most: int = 0) -> None:
    """Let the engine count as full with so many commands waiting."""
    monkeypatch.setattr("engine.runtime.runtime.MOST_WAITING", most)


def instances(engine: RunningEngine) -> int:
    [(count,)] = engine.runtime.read().execute("SELECT count(*) FROM process_instance")
    return int(count)


async def outcomes(stub: GatewayStub, count: int) -> Counter[str]:
    """How so many starts at once end, by status."""

    async def start() -> str:
        try:
            await stub.CreateProcessInstance(A_START)
        except grpc.aio.AioRpcError as error:
            return error.code().name
        return "OK"

    return Counter(await asyncio.gather(*(start() for _ in range(count))))


async def test_of_a_crowd_each_is_served_or_told_to_come_later(tmp_path: Path) -> None:
    """EN-7: of 8,000 starts at once half ended as CANCELLED, by the library; rows are what was acknowledged."""
    with running_engine(tmp_path / "crowd") as engine:
        async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
            stub = GatewayStub(channel)
            await deploy(stub)
            ended = await outcomes(stub, 4_000)
        assert set(ended) <= {"OK", "RESOURCE_EXHAUSTED"}
        assert ended["OK"] >= 2_000
        assert instances(engine) == ended["OK"]


async def test_who_is_refused_has_changed_nothing_and_is_served_later(
    engine: RunningEngine, stub: GatewayStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EN-7: RESOURCE_EXHAUSTED means that nothing was done."""
    full(monkeypatch, 5)
    ended = await outcomes(stub, 300)
    assert ended["RESOURCE_EXHAUSTED"] > 0
    assert ended["OK"] + ended["RESOURCE_EXHAUSTED"] == 300
    assert instances(engine) == ended["OK"]
    assert await outcomes(stub, 1) == {"OK": 1}


async def test_rest_says_503_with_when_to_come_again(
    engine: RunningEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EN-7: over REST."""
    full(monkeypatch)
    poll = {"type": "echo", "worker": "w", "timeout": 1_000, "maxJobsToActivate": 1, "requestTimeout": -1}
    async with httpx.AsyncClient(base_url=engine.rest_address) as http:
        for path, body in (("process-instances", {"processDefinitionId": "echo"}), ("jobs/activation", poll)):
            answer = await http.post(f"/v2/{path}", json=body)
            assert (answer.status_code, answer.json()["title"]) == (503, "RESOURCE_EXHAUSTED")
            assert int(answer.headers["Retry-After"]) > 0
        # Searches read the store; nothing of them waits.
        assert (await http.post("/v2/process-instances/search", json={})).status_code == 200
    assert instances(engine) == 0


async def test_what_ends_work_is_let_in_longer(stub: GatewayStub, monkeypatch: pytest.MonkeyPatch) -> None:
    """EN-7: else a full queue would stay full, for its jobs run out of their leases."""
    for _ in range(3):
        await stub.CreateProcessInstance(A_START)
    first, second, third = await activate(stub, "echo")
    full(monkeypatch)
    assert (await status_of(stub.CreateProcessInstance(A_START)))[0] is grpc.StatusCode.RESOURCE_EXHAUSTED
    await stub.CompleteJob(pb.CompleteJobRequest(jobKey=first.key))
    await stub.FailJob(pb.FailJobRequest(jobKey=second.key, retries=1))
    await stub.CancelProcessInstance(
        pb.CancelProcessInstanceRequest(processInstanceKey=third.processInstanceKey)
    )
    monkeypatch.setattr("engine.runtime.runtime.MOST_WAITING_TO_END", 0)
    completion = stub.CompleteJob(pb.CompleteJobRequest(jobKey=second.key))
    assert (await status_of(completion))[0] is grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_the_engine_s_own_work_is_never_refused(
    engine: RunningEngine, stub: GatewayStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EN-7: leases end, the clock is set, open streams go on and waiting polls look again."""
    engine.pin_clock(MORNING)
    await stub.CreateProcessInstance(A_START)
    [job] = await activate(stub, "echo", timeout_ms=5_000)
    streamed = aiter(
        stub.StreamActivatedJobs(pb.StreamActivatedJobsRequest(type="echo", worker="s", timeout=5_000))
    )
    pushed = asyncio.ensure_future(anext(streamed))
    waiting = asyncio.ensure_future(activate(stub, "echo", timeout_ms=5_000, wait_ms=20_000))
    await asyncio.wait_for(listening(engine, 2), 20)
    full(monkeypatch)
    for number in (1, 2):
        engine.pin_clock(MORNING + number * 5_000)
    done, _ = await asyncio.wait({pushed, waiting}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
    taken = [task.result() for task in done]
    assert job.key in [one.key for item in taken for one in (item if isinstance(item, list) else [item])]
    pushed.cancel()
    waiting.cancel()


async def listening(engine: RunningEngine, count: int) -> None:
    """Wait until so many polls and streams wait for jobs."""
    while sum(map(len, engine.runtime._polls._by_type.values())) < count:
        await asyncio.sleep(0)
