"""A case on the shipped diagrams, from its message to the archive, against any address; workers answer thinly."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from pyzeebe.proto import gateway_pb2 as pb

from tests.conformance.case import Case
from tests.conformance.instance_steps import deploy, find
from tests.conformance.run import Run
from tests.conformance.shipped_files import job_types, named, shipped_files
from tests.conformance.suite import clean_up
from tests.conformance.target import Target
from tests.gateway.shipped_way import NO_WATCH, STEPS
from tests.process.answers import ANSWERS

LISTENERS: Final = ("complaint.check-assignment", "complaint.check-completion")
CALM: Final = {"rung": "within", "announce": "none", "check_at": "2099-01-01T00:00:00+00:00"}


@dataclass(frozen=True)
class WalkedWay:
    """What the case was at the end."""

    state: str
    has_incident: bool
    archived: list[str]


async def walk_shipped_way(target: Target) -> WalkedWay:
    """Register a complaint, let people do each task in turn, and tell how the case ended."""
    run_name = secrets.token_hex(3)
    files = shipped_files(run_name)
    run = Run(Case("shipped way", "C11", files, [], {}), target)
    archived: list[str] = []
    try:
        await deploy(run, {})
        async with _workers(target, (files, run_name), archived):
            await _register(target, run_name)
            await find(run, {"process": named("complaint", run_name)})
            for element_id, variables in STEPS:
                await _complete(target, (element_id, variables), run_name)
            return WalkedWay(*await _ended(run), archived)
    finally:
        await clean_up(run)


async def _register(target: Target, run_name: str) -> None:
    variables = {"complaint_id": f"K-{run_name}", "run_no": 1}
    await target.stub.PublishMessage(
        pb.PublishMessageRequest(
            name=named("complaint.registered", run_name),
            correlationKey=f"K-{run_name}",
            timeToLive=60_000,
            messageId=f"K-{run_name}:1",
            variables=json.dumps(variables),
        )
    )


async def _complete(target: Target, step: tuple[str, Any], run_name: str) -> None:
    element_id, variables = step
    found: list[dict[str, Any]] = []

    async def look() -> object:
        tasks = await target.search("/user-tasks", elementId=element_id, state="CREATED")
        found[:] = [task for task in tasks if task["processDefinitionId"].endswith(f"_{run_name}")]
        return len(found)

    await target.eventually(f"open tasks at {element_id}", 1, look)
    path = f"/user-tasks/{found[0]['userTaskKey']}/completion"
    status, answer = await target.rest("POST", path, {"variables": dict(variables)})
    assert status == 204, (element_id, answer)


async def _ended(run: Run) -> tuple[str, bool]:
    seen: list[dict[str, Any]] = []

    async def look() -> object:
        seen[:] = await run.target.search("/process-instances", processInstanceKey=run.key())
        return seen[0]["state"]

    await run.target.eventually("state of the case", "COMPLETED", look)
    return seen[0]["state"], seen[0]["hasIncident"]


@asynccontextmanager
async def _workers(
    target: Target, deployed: tuple[dict[str, bytes], str], archived: list[str]
) -> AsyncIterator[None]:
    """One poller a job type, until the walk is over."""
    files, run_name = deployed
    polling = [
        asyncio.ensure_future(_work(target, (job_type, run_name), archived)) for job_type in job_types(files)
    ]
    try:
        yield
    finally:
        for task in polling:
            task.cancel()
        await asyncio.gather(*polling, return_exceptions=True)


async def _work(target: Target, place: tuple[str, str], archived: list[str]) -> None:
    job_type, run_name = place
    shipped_type = job_type.removesuffix(f"_{run_name}")
    request = pb.ActivateJobsRequest(
        type=job_type, worker="conformance", timeout=60_000, maxJobsToActivate=8, requestTimeout=5_000
    )
    while True:
        async for response in target.stub.ActivateJobs(request):
            for job in response.jobs:
                if shipped_type in LISTENERS:
                    await target.rest("POST", f"/jobs/{job.key}/completion", {"result": {"type": "userTask"}})
                    continue
                variables = json.loads(job.variables)
                if shipped_type == "complaint.archive-case":
                    archived.append(variables["complaint_id"])
                answer = json.dumps(_answer(shipped_type, variables))
                await target.stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key, variables=answer))


def _answer(job_type: str, variables: dict[str, Any]) -> dict[str, Any]:
    if job_type == "complaint.check-clock":
        return dict(CALM if isinstance(variables["clock_id"], str) else NO_WATCH)
    return ANSWERS.get(job_type, {})
