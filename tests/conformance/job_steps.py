"""Steps of workers: polls, a stream, completions, failures, and the incidents of jobs."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from pyzeebe.proto import gateway_pb2 as pb

from tests.conformance.instance_steps import start
from tests.conformance.run import MAIN, Run
from tests.conformance.target import Differs

Arguments = dict[str, Any]
LEASE_MS = 60_000


async def work(run: Run, arguments: Arguments) -> object:
    """Take one job of a type and complete it; or `fail` it, or `throw` an error from it, or `hold` it.

    `sees` are all variables that the worker must see, `headers` those of the diagram, `retries` what is left.
    """
    job = await _activate(run, arguments["type"])
    if job is None:
        raise Differs("jobs of the type", arguments["type"], "none")
    run.jobs[arguments["type"]] = job.key
    _check_job(job, arguments)
    if "fail" in arguments:
        await run.target.stub.FailJob(pb.FailJobRequest(jobKey=job.key, **arguments["fail"]))
    elif "throw" in arguments:
        await run.target.stub.ThrowError(
            pb.ThrowErrorRequest(
                jobKey=job.key,
                errorCode=arguments["throw"],
                variables=json.dumps(arguments.get("variables", {})),
            )
        )
    elif not arguments.get("hold"):
        variables = json.dumps(arguments.get("variables", {}))
        await run.target.stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key, variables=variables))
    return None


async def _activate(run: Run, job_type: str, wait_ms: int | None = None) -> pb.ActivatedJob | None:
    request = pb.ActivateJobsRequest(
        type=job_type,
        worker="conformance",
        timeout=LEASE_MS,
        maxJobsToActivate=1,
        requestTimeout=int(run.target.limit_seconds * 1000) if wait_ms is None else wait_ms,
    )
    async for response in run.target.stub.ActivateJobs(request):
        for job in response.jobs:
            return job
    return None


def _check_job(job: pb.ActivatedJob, arguments: Arguments) -> None:
    seen = {
        "sees": lambda: json.loads(job.variables),
        "headers": lambda: json.loads(job.customHeaders),
        "retries": lambda: job.retries,
    }
    for name, read in seen.items():
        if name in arguments and read() != arguments[name]:
            raise Differs(f"{name} of a job {arguments['type']}", arguments[name], read())


async def complete_again(run: Run, arguments: Arguments) -> object:
    """Complete the last job of a type once more."""
    await run.target.stub.CompleteJob(pb.CompleteJobRequest(jobKey=run.jobs[arguments["type"]]))
    return None


async def no_job(run: Run, arguments: Arguments) -> object:
    """Nothing of this type may be activatable now."""
    job = await _activate(run, arguments["type"], wait_ms=-1)
    if job is not None:
        raise Differs("jobs of the type", "none", arguments["type"])
    return None


async def stream(run: Run, arguments: Arguments) -> object:
    """Start an instance while a stream of its job type is open; the job comes by it."""
    request = pb.StreamActivatedJobsRequest(type=arguments["type"], worker="conformance", timeout=LEASE_MS)
    call = run.target.stub.StreamActivatedJobs(request)
    pushed = asyncio.ensure_future(anext(aiter(call)))
    try:
        await start(run, {"process": arguments["process"]})
        async with asyncio.timeout(run.target.limit_seconds):
            job = await pushed
        await run.target.stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key))
    except TimeoutError:
        raise Differs("a job by the stream", arguments["type"], "none") from None
    finally:
        call.cancel()
    return None


async def resolve(run: Run, arguments: Arguments) -> object:
    """Resolve the open incident at an element, with new `retries` for its job first if given."""
    found: list[dict[str, Any]] = []

    async def look() -> object:
        found[:] = await run.target.search(
            "/incidents",
            processInstanceKey=run.key(arguments.get("of", MAIN)),
            elementId=arguments["element"],
            state="ACTIVE",
        )
        return len(found)

    await run.target.eventually(f"open incidents at {arguments['element']}", 1, look)
    [incident] = found
    if "retries" in arguments:
        body = {"changeset": {"retries": arguments["retries"]}}
        await run.target.rest("PATCH", f"/jobs/{incident['jobKey']}", body)
    return (await run.target.rest("POST", f"/incidents/{incident['incidentKey']}/resolution"))[0]
