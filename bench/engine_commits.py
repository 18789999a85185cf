"""The embedded engine through its gateway against bare durable commits on the same disk, interleaved.

One unit of work on the engine: create an instance of a one-task process, activate its job, complete it: three
acknowledged orders, each durable before its answer. One unit of the peer: three INSERT + COMMIT with
synchronous=FULL. Run by `make bench`.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

import grpc
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.runtime import Runtime
from engine.server import EngineServer
from engine.settings import EngineSettings

ROUNDS = 5
UNITS = 400
CLIENTS = 32
_ZEEBE = "http://camunda.org/schema/zeebe/1.0"
_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = f"""<bpmn:definitions xmlns:bpmn="{_MODEL}" xmlns:zeebe="{_ZEEBE}" targetNamespace="bench">
<bpmn:process id="one-task" isExecutable="true"><bpmn:startEvent id="Start"/><bpmn:serviceTask id="Task">
<bpmn:extensionElements><zeebe:taskDefinition type="bench"/></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:endEvent id="End"/><bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Task"/>
<bpmn:sequenceFlow id="F2" sourceRef="Task" targetRef="End"/></bpmn:process></bpmn:definitions>"""


async def engine_round(stub: GatewayStub) -> float:
    """Units per second."""
    began = time.perf_counter()
    left = iter(range(UNITS))

    async def client() -> None:
        for _ in left:
            await stub.CreateProcessInstance(
                pb.CreateProcessInstanceRequest(bpmnProcessId="one-task", version=-1, variables="{}")
            )
            order = pb.ActivateJobsRequest(type="bench", worker="bench", timeout=60_000, maxJobsToActivate=1)
            async for answer in stub.ActivateJobs(order):
                for job in answer.jobs:
                    await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key, variables="{}"))

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return UNITS / (time.perf_counter() - began)


def commit_round(connection: sqlite3.Connection) -> float:
    """Units per second."""
    began = time.perf_counter()
    for unit in range(UNITS):
        for step in range(3):
            connection.execute("INSERT INTO work VALUES (?, ?)", (unit, step))
            connection.commit()
    return UNITS / (time.perf_counter() - began)


async def compare(folder: Path) -> list[tuple[float, float]]:
    """Pairs of engine and bare-commit rates, one after the other in each round."""
    connection = sqlite3.connect(folder / "bare.db")
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE work(a, b);")
    settings = EngineSettings(
        data_dir=folder / "engine", host="127.0.0.1", grpc_port=0, rest_port=0, search_lag_ms=0
    )
    server = EngineServer(settings, Runtime(settings))
    ports = await server.start()
    pairs = []
    async with grpc.aio.insecure_channel(f"127.0.0.1:{ports.grpc_port}") as channel:
        stub = GatewayStub(channel)
        resource = pb.Resource(name="one-task.bpmn", content=DIAGRAM.encode())
        await stub.DeployResource(pb.DeployResourceRequest(resources=[resource]))
        for _ in range(ROUNDS):
            pairs.append((await engine_round(stub), await asyncio.to_thread(_with_own, folder)))
    await server.stop()
    connection.close()
    return pairs


def _with_own(folder: Path) -> float:
    with sqlite3.connect(folder / "bare.db") as connection:
        connection.execute("PRAGMA synchronous=FULL")
        rate = commit_round(connection)
    connection.close()
    return rate


def main() -> None:
    """Print each round and the medians."""
    with tempfile.TemporaryDirectory() as name:
        pairs = asyncio.run(compare(Path(name)))
    for engine_rate, bare_rate in pairs:
        ratio = engine_rate / bare_rate
        sys.stdout.write(
            f"engine {engine_rate:7.0f}/s   bare commits {bare_rate:7.0f}/s   ratio {ratio:.2f}\n"
        )
    median = statistics.median(e / b for e, b in pairs)
    sys.stdout.write(f"median ratio {median:.2f} over {ROUNDS} rounds of {UNITS} units, {CLIENTS} clients\n")


if __name__ == "__main__":
    main()
