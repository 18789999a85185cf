"""How long a large loop keeps another case waiting, and what an answer in it costs.

An engine in a process of its own. Another client publishes one message after the other, first alone, then while
loops of 1,000, 5,000 and 10,000 items are entered, answered and cancelled; the longest call is the longest pause of
another case. Run by `make bench`; the figure that counts is the last one on a quiet machine: at most 100 ms.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import grpc
from aiohttp import ClientSession
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

SIZES = (1_000, 5_000, 10_000)
ALONE_SECONDS = 3.0
ANSWERS = 200
LOOK_SECONDS = 0.05
_ZEEBE = "http://camunda.org/schema/zeebe/1.0"
_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DIAGRAM = f"""<bpmn:definitions xmlns:bpmn="{_MODEL}" xmlns:zeebe="{_ZEEBE}" targetNamespace="bench">
<bpmn:process id="loop" isExecutable="true"><bpmn:startEvent id="Start"/><bpmn:serviceTask id="Task">
<bpmn:extensionElements><zeebe:taskDefinition type="bench"/></bpmn:extensionElements>
<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items"
inputElement="item" outputCollection="answers" outputElement="=answer"/></bpmn:extensionElements>
</bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>
<bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Task"/></bpmn:process></bpmn:definitions>"""


@dataclass(frozen=True, slots=True)
class Engine:
    """A started engine; `rest` is for searches."""

    stub: GatewayStub
    rest: ClientSession

    async def count_jobs(self, state: str) -> int:
        """How many jobs are in a state, as a search tells."""
        order = {"filter": {"state": state}, "page": {"limit": 1}}
        async with self.rest.post("/v2/jobs/search", json=order) as answer:
            return int((await answer.json())["page"]["totalItems"])

    async def publish(self) -> float:
        """The milliseconds that another case's message takes."""
        began = time.perf_counter()
        await self.stub.PublishMessage(pb.PublishMessageRequest(name="other", correlationKey="k"))
        return (time.perf_counter() - began) * 1000


async def pauses_during(engine: Engine, work: Awaitable[object]) -> list[float]:
    """What each message took while the work went on."""
    task = asyncio.ensure_future(work)
    calls: list[float] = []
    while not task.done():
        calls.append(await engine.publish())
        await asyncio.sleep(0.001)
    await task
    return calls


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for a search to find it."""
    while not await holds():
        await asyncio.sleep(LOOK_SECONDS)


async def enter(engine: Engine, count: int) -> int:
    """Start a loop of so many items and wait until all are entered; its key."""
    variables = json.dumps({"items": list(range(count))})
    order = pb.CreateProcessInstanceRequest(bpmnProcessId="loop", version=-1, variables=variables)
    key = int((await engine.stub.CreateProcessInstance(order)).processInstanceKey)

    async def is_entered() -> bool:
        return await engine.count_jobs("CREATED") >= count

    await until(is_entered)
    return key


async def answer_some(engine: Engine) -> float:
    """Milliseconds that one answer takes, one after the other."""
    order = pb.ActivateJobsRequest(
        type="bench", worker="bench", timeout=600_000, maxJobsToActivate=ANSWERS, fetchVariable=["item"]
    )
    keys = [job.key async for found in engine.stub.ActivateJobs(order) for job in found.jobs]
    began = time.perf_counter()
    for key in keys:
        await engine.stub.CompleteJob(pb.CompleteJobRequest(jobKey=key, variables='{"answer": 1}'))
    return (time.perf_counter() - began) * 1000 / len(keys)


async def cancel(engine: Engine, key: int) -> None:
    """Cancel and wait until nothing of the loop is left."""

    async def is_over() -> bool:
        return await engine.count_jobs("CREATED") == 0

    await engine.stub.CancelProcessInstance(pb.CancelProcessInstanceRequest(processInstanceKey=key))
    await until(is_over)


async def measure(engine: Engine) -> None:
    """Print a line for the traffic alone, one for each size, and the ratios."""
    resource = pb.Resource(name="loop.bpmn", content=_DIAGRAM.encode())
    await engine.stub.DeployResource(pb.DeployResourceRequest(resources=[resource]))
    alone = await pauses_during(engine, asyncio.sleep(ALONE_SECONDS))
    _say(f"no loop: a message {statistics.median(alone):.1f} ms, longest {max(alone):.0f} ms")
    answers: dict[int, float] = {}
    longest = 0.0
    for count in SIZES:
        entering = asyncio.ensure_future(enter(engine, count))
        entered = await pauses_during(engine, entering)
        answers[count] = await answer_some(engine)
        cancelled = await pauses_during(engine, cancel(engine, entering.result()))
        longest = max(*entered, *cancelled)
        _say(
            f"{count:6,} items: longest pause {max(entered):4.0f} ms entered, {max(cancelled):4.0f} ms cancelled"
            f" ({longest / max(alone):.1f} x no loop); median {statistics.median(entered):.1f} ms;"
            f" an answer {answers[count]:.1f} ms"
        )
    _say(f"an answer at {SIZES[-1]:,} items / at {SIZES[0]:,}: {answers[SIZES[-1]] / answers[SIZES[0]]:.2f}")
    _say(f"longest pause of another case at {SIZES[-1]:,} items: {longest:.0f} ms (wanted: at most 100)")


async def _run(folder: Path) -> None:
    options = ("--data", str(folder), "--grpc-port", "0", "--rest-port", "0")
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "engine", *options, stdout=PIPE)
    try:
        ports = json.loads(await process.stdout.readline() if process.stdout else "{}")
        channel = grpc.aio.insecure_channel(f"{ports['host']}:{ports['grpc_port']}")
        rest = ClientSession(f"http://{ports['host']}:{ports['rest_port']}")
        async with channel, rest:
            await measure(Engine(GatewayStub(channel), rest))
    finally:
        process.terminate()
        await process.wait()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run it in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(_run(Path(name) / "engine"))


if __name__ == "__main__":
    main()
