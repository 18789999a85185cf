"""What becomes of 8,000 starts at once: each is served or told to come later, and what is stored is what was told.

An engine in a process of its own, over one connection and over eight. Run by `make bench`; anything but OK and
RESOURCE_EXHAUSTED, or a row too many or too few, ends it with 1.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections import Counter
from pathlib import Path

import grpc
import grpc.aio
import httpx
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

STARTS = 8_000
_ZEEBE = "http://camunda.org/schema/zeebe/1.0"
_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DIAGRAM = f"""<bpmn:definitions xmlns:bpmn="{_MODEL}" xmlns:zeebe="{_ZEEBE}" targetNamespace="bench">
<bpmn:process id="crowd" isExecutable="true"><bpmn:startEvent id="Start"/><bpmn:serviceTask id="Task">
<bpmn:extensionElements><zeebe:taskDefinition type="bench"/></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Task"/></bpmn:process></bpmn:definitions>"""
_A_START = pb.CreateProcessInstanceRequest(bpmnProcessId="crowd", version=-1)


async def start_all(address: str, connections: int) -> tuple[Counter[str], float]:
    """How the starts ended, and the seconds of the longest."""
    own = (("grpc.use_local_subchannel_pool", 1),)
    channels = [grpc.aio.insecure_channel(address, options=own) for _ in range(connections)]
    stubs = [GatewayStub(channel) for channel in channels]
    await stubs[0].DeployResource(
        pb.DeployResourceRequest(resources=[pb.Resource(name="crowd.bpmn", content=_DIAGRAM.encode())])
    )
    ended: Counter[str] = Counter()
    longest = 0.0

    async def start(number: int) -> None:
        nonlocal longest
        began = time.perf_counter()
        call = stubs[number % connections].CreateProcessInstance(_A_START)
        ended[(await call.code()).name] += 1
        longest = max(longest, time.perf_counter() - began)

    await asyncio.gather(*(start(number) for number in range(STARTS)))
    for channel in channels:
        await channel.close()
    return ended, longest


async def measure(connections: int) -> bool:
    """One fresh engine; prints a line, and says whether all was as promised."""
    with tempfile.TemporaryDirectory() as folder:
        command = (
            "-m",
            "engine",
            "--data",
            str(Path(folder) / "engine"),
            "--grpc-port",
            "0",
            "--rest-port",
            "0",
        )
        process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=PIPE)
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            ports = json.loads(await process.stdout.readline())
            ended, longest = await start_all(f"127.0.0.1:{ports['grpc_port']}", connections)
            search = f"http://127.0.0.1:{ports['rest_port']}/v2/process-instances/search"
            async with httpx.AsyncClient() as http:
                rows = (await http.post(search, json={})).json()["page"]["totalItems"]
        finally:
            process.terminate()
            await process.wait()
    sys.stdout.write(
        f"{STARTS} starts over {connections}: {dict(ended)}, {rows} stored, longest {longest:.1f} s\n"
    )
    return set(ended) <= {"OK", "RESOURCE_EXHAUSTED"} and rows == ended["OK"]


async def main() -> int:
    """0 when every client was told the truth."""
    return 0 if all([await measure(connections) for connections in (1, 8)]) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
