"""What a case does, one function a step; a step may expect to be refused, by status."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import grpc.aio
from pyzeebe.proto import gateway_pb2 as pb

from tests.conformance.observations import expect
from tests.conformance.run import MAIN, Run
from tests.conformance.target import Differs

Arguments = dict[str, Any]
LEASE_MS = 60_000


async def deploy(run: Run, arguments: Arguments) -> object:
    """Deploy files of the case by gRPC; `versions` are those expected by id."""
    names = arguments.get("files", list(run.case.files))
    resources = [pb.Resource(name=name, content=run.case.files[name]) for name in names]
    answer = await run.target.stub.DeployResource(pb.DeployResourceRequest(resources=resources))
    processes = [item.process for item in answer.deployments if item.HasField("process")]
    for process in processes:
        run.definitions[process.bpmnProcessId] = str(process.processDefinitionKey)
    return {process.bpmnProcessId: process.version for process in processes}


async def start(run: Run, arguments: Arguments) -> object:
    """Start an instance by REST; `as` names it."""
    body = {"processDefinitionId": arguments["process"], "variables": arguments.get("variables", {})}
    status, answer = await run.target.rest("POST", "/process-instances", body)
    if status == 200:
        run.instances[arguments.get("as", MAIN)] = answer["processInstanceKey"]
    return status


async def start_with_result(run: Run, arguments: Arguments) -> object:
    """Start by gRPC and wait for the variables at the end."""
    request = pb.CreateProcessInstanceRequest(
        bpmnProcessId=arguments["process"], version=-1, variables=json.dumps(arguments.get("variables", {}))
    )
    answer = await run.target.stub.CreateProcessInstanceWithResult(
        pb.CreateProcessInstanceWithResultRequest(request=request, requestTimeout=10_000)
    )
    run.instances[arguments.get("as", MAIN)] = str(answer.processInstanceKey)
    return json.loads(answer.variables)


async def find(run: Run, arguments: Arguments) -> object:
    """Wait until so many instances of a process exist, and name the newest; `parent` names who called it."""
    conditions: dict[str, object] = {"processDefinitionId": arguments["process"]}
    if "parent" in arguments:
        conditions["parentProcessInstanceKey"] = run.key(arguments["parent"])
    found: list[dict[str, Any]] = []

    async def look() -> object:
        found[:] = await run.target.search("/process-instances", **conditions)
        return len(found)

    await run.target.eventually(f"instances of {arguments['process']}", arguments.get("count", 1), look)
    newest = max(found, key=lambda item: int(item["processInstanceKey"]))
    run.instances[arguments.get("as", MAIN)] = newest["processInstanceKey"]
    return None


async def publish(run: Run, arguments: Arguments) -> object:
    """Publish a message by gRPC."""
    await run.target.stub.PublishMessage(
        pb.PublishMessageRequest(
            name=arguments["name"],
            correlationKey=arguments.get("key", ""),
            timeToLive=arguments.get("ttl", 0),
            messageId=arguments.get("id", ""),
            variables=json.dumps(arguments.get("variables", {})),
        )
    )
    return None


async def correlate(run: Run, arguments: Arguments) -> object:
    """Correlate a message by REST, without a buffer."""
    body = {
        "name": arguments["name"],
        "correlationKey": arguments.get("key", ""),
        "variables": arguments.get("variables", {}),
    }
    return (await run.target.rest("POST", "/messages/correlation", body))[0]


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


async def set_variables(run: Run, arguments: Arguments) -> object:
    """Set variables at the instance or at an open element of it, `local` or upwards."""
    key = run.key(arguments.get("of", MAIN))
    if "element" in arguments:
        key = await _open_element(run, key, arguments["element"])
    body = {"variables": arguments["variables"], "local": arguments.get("local", False)}
    return (await run.target.rest("PUT", f"/element-instances/{key}/variables", body))[0]


async def _open_element(run: Run, instance_key: str, element_id: str) -> str:
    found: list[dict[str, Any]] = []

    async def look() -> object:
        found[:] = await run.target.search(
            "/element-instances", processInstanceKey=instance_key, elementId=element_id, state="ACTIVE"
        )
        return len(found)

    await run.target.eventually(f"open instances of {element_id}", 1, look)
    return str(found[0]["elementInstanceKey"])


async def cancel(run: Run, arguments: Arguments) -> object:
    """Cancel an instance by REST."""
    key = run.key(arguments.get("of", MAIN))
    return (await run.target.rest("POST", f"/process-instances/{key}/cancellation"))[0]


async def task(run: Run, arguments: Arguments) -> object:
    """Do something with the open user task at an element: `POST completion`, `PATCH`, `DELETE assignee` ..."""
    found: list[dict[str, Any]] = []

    async def look() -> object:
        found[:] = await run.target.search(
            "/user-tasks",
            processInstanceKey=run.key(arguments.get("of", MAIN)),
            elementId=arguments["element"],
            state="CREATED",
        )
        return len(found)

    await run.target.eventually(f"open tasks at {arguments['element']}", 1, look)
    method, _, rest = arguments["do"].partition(" ")
    path = f"/user-tasks/{found[0]['userTaskKey']}" + (f"/{rest}" if rest else "")
    status, answer = await run.target.rest(method, path, arguments.get("body"))
    return answer["formId"] if rest == "form" and status == 200 else status


async def evaluate(run: Run, arguments: Arguments) -> object:
    """Evaluate a decision by gRPC."""
    request = pb.EvaluateDecisionRequest(
        decisionId=arguments["decision"], variables=json.dumps(arguments.get("variables", {}))
    )
    answer = await run.target.stub.EvaluateDecision(request)
    return json.loads(answer.decisionOutput) if not answer.failureMessage else "failed"


async def see(run: Run, arguments: Arguments) -> object:
    """Wait until instances are as told, by name and observation."""
    await expect(run, arguments)
    return None


Step = Callable[[Run, Arguments], Awaitable[object]]
STEPS: dict[str, Step] = {
    "deploy": deploy,
    "start": start,
    "startWithResult": start_with_result,
    "find": find,
    "publish": publish,
    "correlate": correlate,
    "work": work,
    "completeAgain": complete_again,
    "noJob": no_job,
    "stream": stream,
    "resolve": resolve,
    "setVariables": set_variables,
    "cancel": cancel,
    "task": task,
    "evaluate": evaluate,
    "see": see,
}


async def take(run: Run, step: dict[str, Any]) -> None:
    """Do one step `{name: arguments, "answer": expected}`; a gRPC refusal answers the name of its status.

    Without `answer` a step must simply not be refused.
    """
    [name] = [name for name in step if name != "answer"]
    try:
        seen = await STEPS[name](run, step[name])
    except grpc.aio.AioRpcError as refusal:
        seen = refusal.code().name
        if "answer" not in step:
            raise Differs(f"answer of {name}", "no refusal", f"{seen}: {refusal.details()}") from None
    if "answer" in step:
        if seen != step["answer"]:
            raise Differs(f"answer of {name}", step["answer"], seen)
    elif isinstance(seen, int) and seen >= 400:
        raise Differs(f"answer of {name}", "no refusal", seen)
