"""EN-1, EN-2 over the wire: a worker lives through an error of the engine, and so does everything beside it."""

# No postponed annotations here: pyzeebe reads those of worker functions at run time.

import asyncio
import json
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from pyzeebe import Job as TakenJob
from pyzeebe import ZeebeWorker, create_insecure_channel
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.behaviours import jobs
from engine.behaviours.evaluation import evaluate_at
from engine.core.turn import Turn
from engine.processing import job_commands
from engine.state.job import Job, JobState
from tests.engine.diagrams import catch, chain, diagram, end, event, process, service, start
from tests.engine_server import RunningEngine, running_engine
from tests.gateway.calls import activate, status_of
from tests.store.shadow import ShadowCheck

# The literal reproduction of EN-1, with what the bounds of today let pass.
TIMED = diagram(
    process(
        "timed",
        start(),
        catch("pause", event("timer", timeDuration="PT0.2S")),
        service("work", retries="=x"),
        end(),
        chain("start", "pause", "work", "end"),
    )
)


def take_any_number(turn: Turn, text: Any, scope_key: int) -> int:
    """Retries as the release before took them."""
    return int(float(str(evaluate_at(turn, text, scope_key))))


async def create(stub: GatewayStub, **variables: float) -> int:
    answer = await stub.CreateProcessInstance(
        pb.CreateProcessInstanceRequest(bpmnProcessId="timed", version=-1, variables=json.dumps(variables))
    )
    return answer.processInstanceKey


async def find_instance(engine: RunningEngine, key: int) -> dict[str, Any]:
    async with httpx.AsyncClient(trust_env=False) as client:
        found: dict[str, Any] = (await client.get(f"{engine.rest_address}/v2/process-instances/{key}")).json()
    return found


async def wait_until_it_rests(engine: RunningEngine, key: int) -> None:
    async with asyncio.timeout(20):
        while not (await find_instance(engine, key))["hasIncident"]:
            await asyncio.sleep(0.02)


async def test_a_number_too_large_for_the_store_stops_one_instance_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EN-1, EN-2: timer -> service task retries="=x" with x = 1e30 beside an innocent instance, also after restarts."""
    monkeypatch.setattr(jobs, "retries_at", take_any_number)
    shadow = ShadowCheck()
    with running_engine(tmp_path / "engine", after_commit=shadow) as engine:
        async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
            stub = GatewayStub(channel)
            resource = pb.Resource(name="timed.bpmn", content=TIMED)
            await stub.DeployResource(pb.DeployResourceRequest(resources=[resource]))
            bad, good = await create(stub, x=1e30), await create(stub, x=2)
            [job] = await activate(stub, "work", wait_ms=20_000)
            assert job.processInstanceKey == good
            await wait_until_it_rests(engine, bad)
            for _ in range(2):
                engine.restart()
                assert await stub.Topology(pb.TopologyRequest())
            [job] = await activate(stub, "work", wait_ms=20_000)
            await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key))
            assert (await find_instance(engine, good))["state"] == "COMPLETED"
            assert (await find_instance(engine, bad))["state"] == "ACTIVE"
            change = pb.SetVariablesRequest(elementInstanceKey=bad, variables='{"x": 3}')
            await stub.SetVariables(change)
            [incident] = engine.runtime.read().execute("SELECT key FROM incident WHERE ended_at IS NULL")
            await stub.ResolveIncident(pb.ResolveIncidentRequest(incidentKey=incident[0]))
            [job] = await activate(stub, "work", wait_ms=20_000)
            assert (job.processInstanceKey, job.retries) == (bad, 3)
    assert shadow.differences == []


async def test_an_unmodified_worker_lives_through_it(
    engine: RunningEngine, stub: GatewayStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pyzeebe gets INTERNAL for the one job, and goes on with the others; INVALID_STATE while the instance rests."""
    resource = pb.Resource(name="timed.bpmn", content=TIMED)
    await stub.DeployResource(pb.DeployResourceRequest(resources=[resource]))
    bad = await create(stub, x=1)
    finish_job = job_commands.finish_job

    def fail_for_one(turn: Turn, job: Job, state: JobState) -> None:
        if job.process_instance_key == bad:
            raise ZeroDivisionError
        finish_job(turn, job, state)

    monkeypatch.setattr(job_commands, "finish_job", fail_for_one)
    channel = create_insecure_channel(grpc_address=engine.grpc_address)
    worker = ZeebeWorker(channel, poll_retry_delay=0, max_connection_retries=-1)
    held: list[int] = []

    @worker.task(task_type="work")
    async def work(job: TakenJob) -> None:
        held.append(job.key)

    working = asyncio.ensure_future(worker.work())
    await wait_until_it_rests(engine, bad)
    good = await create(stub, x=1)
    async with asyncio.timeout(20):
        while (await find_instance(engine, good))["state"] != "COMPLETED":
            await asyncio.sleep(0.02)
    assert len(held) == 2, "the job that rests is handed to nobody"
    refused = await status_of(stub.CompleteJob(pb.CompleteJobRequest(jobKey=held[0])))
    assert refused[0] is grpc.StatusCode.FAILED_PRECONDITION
    monkeypatch.setattr(job_commands, "finish_job", finish_job)
    [incident] = engine.runtime.read().execute("SELECT key FROM incident WHERE ended_at IS NULL")
    await stub.ResolveIncident(pb.ResolveIncidentRequest(incidentKey=incident[0]))
    async with asyncio.timeout(20):
        while (await find_instance(engine, bad))["state"] != "COMPLETED":
            await asyncio.sleep(0.02)
    await worker.stop()
    await working
    await channel.close()
