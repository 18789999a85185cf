"""What a case does, one function a step; a step may expect to be refused, by status."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import grpc.aio
from pyzeebe.proto import gateway_pb2 as pb

from tests.conformance import instance_steps, job_steps, task_steps
from tests.conformance.observations import expect
from tests.conformance.run import Run
from tests.conformance.target import Differs

Arguments = dict[str, Any]


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


async def evaluate(run: Run, arguments: Arguments) -> object:
    """Evaluate a decision by gRPC."""
    request = pb.EvaluateDecisionRequest(
        decisionId=arguments["decision"], variables=json.dumps(arguments.get("variables", {}))
    )
    answer = await run.target.stub.EvaluateDecision(request)
    return json.loads(answer.decisionOutput) if not answer.failureMessage else "failed"


async def found(run: Run, arguments: Arguments) -> object:
    """Wait until exactly the instances of these names are found by variables."""

    async def look() -> object:
        items = await run.target.search("/process-instances", variables=arguments["variables"])
        names = {key: name for name, key in run.instances.items()}
        return sorted(names.get(item["processInstanceKey"], "?") for item in items)

    await run.target.eventually("instances found by variables", arguments["names"], look)
    return None


async def paged(run: Run, arguments: Arguments) -> object:
    """Wait until the instances of a process are met once each, in the order of their begin, in pages of one by cursors."""

    async def look() -> object:
        names, seen = {key: name for name, key in run.instances.items()}, []
        page: dict[str, object] = {"limit": 1}
        while len(seen) <= len(arguments["names"]):
            body = {
                "filter": {"processDefinitionId": arguments["process"]},
                "sort": [{"field": "startDate", "order": "ASC"}],
                "page": page,
            }
            status, answer = await run.target.rest("POST", "/process-instances/search", body)
            if status != 200:
                return status
            if not answer["items"]:
                break
            seen += [names.get(item["processInstanceKey"], "?") for item in answer["items"]]
            page = {"limit": 1, "after": answer["page"]["endCursor"]}
        return seen

    await run.target.eventually("instances in pages", arguments["names"], look)
    return None


async def counted(run: Run, arguments: Arguments) -> object:
    """Wait until tokens are counted so, over the instances of a process that meet a filter."""
    path = f"/process-definitions/{run.definitions[arguments['process']]}/statistics/element-instances"
    columns = ("active", "canceled", "incidents", "completed")

    async def look() -> object:
        status, answer = await run.target.rest("POST", path, {"filter": arguments["filter"]})
        if status != 200:
            return status
        return {item["elementId"]: [item[column] for column in columns] for item in answer["items"]}

    await run.target.eventually("tokens of the definition", arguments["counts"], look)
    return None


async def see(run: Run, arguments: Arguments) -> object:
    """Wait until instances are as told, by name and observation."""
    await expect(run, arguments)
    return None


Step = Callable[[Run, Arguments], Awaitable[object]]
STEPS: dict[str, Step] = {
    "deploy": instance_steps.deploy,
    "start": instance_steps.start,
    "startWithResult": instance_steps.start_with_result,
    "find": instance_steps.find,
    "publish": publish,
    "correlate": correlate,
    "work": job_steps.work,
    "completeAgain": job_steps.complete_again,
    "noJob": job_steps.no_job,
    "stream": job_steps.stream,
    "resolve": job_steps.resolve,
    "setVariables": instance_steps.set_variables,
    "cancel": instance_steps.cancel,
    "task": task_steps.task,
    "listen": task_steps.listen,
    "found": found,
    "counted": counted,
    "paged": paged,
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
