"""Steps on definitions and instances: deploy, start, find, set variables, cancel."""

from __future__ import annotations

import json
from typing import Any

from pyzeebe.proto import gateway_pb2 as pb

from tests.conformance.run import MAIN, Run

Arguments = dict[str, Any]


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
