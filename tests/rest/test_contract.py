"""Every served operation is called once with success, and its answer holds every field of 8.8 and of 8.10."""

from pathlib import Path
from typing import Any

from engine.rest.routes import ROUTES
from tests.rest.contract_calls import CALLS, Call
from tests.rest.contract_fields import PAGE
from tests.rest.diagrams import decide_form, decide_process, stamp_process, work_process
from tests.rest.serving import RestClient, serving
from tests.rest.test_decisions import DECISION_ROUTES

# Served as multipart, so it is called by `deploy` before everything else.
DEPLOYMENT = "POST /deployments"


def test_every_route_has_its_call() -> None:
    assert {call.route for call in CALLS} | {DEPLOYMENT} | DECISION_ROUTES == {
        f"{r.method} {r.path}" for r in ROUTES
    }


async def test_every_operation_answers_with_all_fields_of_the_contract(tmp_path: Path) -> None:
    async with serving(tmp_path) as rest:
        keys = await _prepare(rest)
        for call in CALLS:
            if call.of == "incident" and "incident" not in keys:
                keys["incident"] = (await rest.search("/incidents"))["items"][0]["incidentKey"]
            if call.route == "POST /jobs/{key}/completion":
                await rest.call("PATCH", f"/jobs/{keys['job']}", {"changeset": {"retries": 1}})
            if call.route == "POST /incidents/{key}/resolution":
                await rest.call("PATCH", f"/jobs/{keys['job']}", {"changeset": {"retries": 1}})
            await _check(rest, call, keys)


async def _prepare(rest: RestClient) -> dict[str, str]:
    status, deployed = await rest.deploy(
        decide_form=decide_form(),
        decide_bpmn=decide_process(start_form="decide"),
        work_bpmn=work_process(),
        stamp_bpmn=stamp_process(),
    )
    assert status == 200, deployed
    assert set(deployed) == {"deploymentKey", "tenantId", "deployments"}
    for item in deployed["deployments"]:
        assert set(item) == {
            "processDefinition",
            "decisionDefinition",
            "decisionRequirements",
            "form",
            "resource",
        }
        assert sum(value is not None for value in item.values()) == 1
    decide = await rest.post(
        "/process-instances", {"processDefinitionId": "decide", "variables": {"round": 1}}
    )
    work = await rest.post("/process-instances", {"processDefinitionId": "work"})
    other = await rest.post("/process-instances", {"processDefinitionId": "work"})
    jobs = (await rest.search("/jobs"))["items"]
    job_of = {job["processInstanceKey"]: job["jobKey"] for job in jobs}
    tasks = (await rest.search("/user-tasks"))["items"]
    elements = await rest.search("/element-instances", {"filter": {"type": "USER_TASK"}})
    variables = await rest.search("/variables")
    return {
        "definition": work["processDefinitionKey"],
        "definition with a form": decide["processDefinitionKey"],
        "instance": work["processInstanceKey"],
        "other instance": other["processInstanceKey"],
        "job": job_of[work["processInstanceKey"]],
        "other job": job_of[other["processInstanceKey"]],
        "task": next(
            t["userTaskKey"] for t in tasks if t["processInstanceKey"] == decide["processInstanceKey"]
        ),
        "element": elements["items"][0]["elementInstanceKey"],
        "variable": variables["items"][0]["variableKey"],
    }


async def _check(rest: RestClient, call: Call, keys: dict[str, str]) -> None:
    method, path = call.route.split(" ")
    body = call.body
    if call.route == "POST /jobs/activation":
        body = {"type": "do-work", "worker": "w", "timeout": 10_000, "maxJobsToActivate": 2}
    response = await rest.http.request(
        method, "/v2" + path.replace("{key}", keys.get(call.of, "")), json=body
    )
    assert response.status == call.status, (call.route, await response.text())
    if not call.fields:
        return
    answer = await response.json()
    for item in _objects(call, answer):
        assert set(item) == call.fields, call.route
        _check_keys_are_texts(item)


def _objects(call: Call, answer: Any) -> list[dict[str, Any]]:
    if call.list_name is None:
        return [answer]
    if call.route.endswith("/search"):
        assert set(answer["page"]) == PAGE
    items: list[dict[str, Any]] = answer[call.list_name] if call.list_name else answer
    assert items, call.route
    return items


def _check_keys_are_texts(item: dict[str, Any]) -> None:
    for name, value in item.items():
        if name.endswith("Key") and name != "correlationKey" and value is not None:
            assert isinstance(value, str), name
            assert value.isdecimal(), name
