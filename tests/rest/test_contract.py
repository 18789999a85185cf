"""Every served operation is called once with success, and its answer holds every field of 8.8 and of 8.10."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.rest.routes import ROUTES
from tests.rest.diagrams import decide_form, decide_process, stamp_process, work_process
from tests.rest.serving import RestClient, serving
from tests.rest.test_decisions import DECISION_ROUTES

INSTANCE = {
    "processInstanceKey",
    "processDefinitionKey",
    "processDefinitionId",
    "processDefinitionName",
    "processDefinitionVersion",
    "processDefinitionVersionTag",
    "state",
    "startDate",
    "endDate",
    "hasIncident",
    "parentProcessInstanceKey",
    "parentElementInstanceKey",
    "rootProcessInstanceKey",
    "tenantId",
    "tags",
    "businessId",
    "suspendedDate",
}
DEFINITION = {
    "processDefinitionKey",
    "processDefinitionId",
    "name",
    "resourceName",
    "version",
    "versionTag",
    "tenantId",
    "hasStartForm",
    "state",
}
ELEMENT = {
    "elementInstanceKey",
    "elementId",
    "elementName",
    "type",
    "state",
    "startDate",
    "endDate",
    "hasIncident",
    "incidentKey",
    "processInstanceKey",
    "processDefinitionKey",
    "processDefinitionId",
    "rootProcessInstanceKey",
    "tenantId",
}
VARIABLE = {
    "variableKey",
    "name",
    "value",
    "scopeKey",
    "processInstanceKey",
    "rootProcessInstanceKey",
    "tenantId",
}
INCIDENT = {
    "incidentKey",
    "errorType",
    "errorMessage",
    "state",
    "elementId",
    "elementInstanceKey",
    "jobKey",
    "creationTime",
    "processInstanceKey",
    "processDefinitionKey",
    "processDefinitionId",
    "rootProcessInstanceKey",
    "tenantId",
}
JOB = {
    "jobKey",
    "type",
    "worker",
    "state",
    "kind",
    "listenerEventType",
    "retries",
    "isDenied",
    "deniedReason",
    "hasFailedWithRetriesLeft",
    "errorCode",
    "errorMessage",
    "customHeaders",
    "deadline",
    "endTime",
    "creationTime",
    "lastUpdateTime",
    "elementId",
    "elementInstanceKey",
    "processInstanceKey",
    "processDefinitionKey",
    "processDefinitionId",
    "rootProcessInstanceKey",
    "tenantId",
    "priority",
    "businessId",
}
ACTIVATED_JOB = {
    "jobKey",
    "type",
    "kind",
    "listenerEventType",
    "processInstanceKey",
    "rootProcessInstanceKey",
    "processDefinitionKey",
    "processDefinitionId",
    "processDefinitionVersion",
    "elementId",
    "elementInstanceKey",
    "worker",
    "retries",
    "deadline",
    "customHeaders",
    "variables",
    "tenantId",
    "userTask",
    "tags",
    "priority",
    "businessId",
    "leaseToken",
    "physicalTenantId",
}
TASK = {
    "userTaskKey",
    "name",
    "state",
    "assignee",
    "candidateGroups",
    "candidateUsers",
    "elementId",
    "elementInstanceKey",
    "processInstanceKey",
    "rootProcessInstanceKey",
    "processDefinitionKey",
    "processDefinitionId",
    "processDefinitionVersion",
    "processName",
    "creationDate",
    "completionDate",
    "dueDate",
    "followUpDate",
    "formKey",
    "externalFormReference",
    "customHeaders",
    "priority",
    "tags",
    "tenantId",
    "businessId",
}
WAIT_STATE = {
    "elementInstanceKey",
    "elementId",
    "elementType",
    "processInstanceKey",
    "rootProcessInstanceKey",
    "bpmnProcessId",
    "waitStateType",
    "details",
    "tenantId",
}
SUBSCRIPTION = {
    "messageSubscriptionKey",
    "messageSubscriptionType",
    "messageSubscriptionState",
    "messageName",
    "correlationKey",
    "elementId",
    "elementInstanceKey",
    "processInstanceKey",
    "rootProcessInstanceKey",
    "processDefinitionKey",
    "processDefinitionId",
    "processDefinitionName",
    "processDefinitionVersion",
    "lastUpdatedDate",
    "tenantId",
    "businessId",
    "toolName",
    "toolProperties",
    "inboundConnectorType",
}
CORRELATION = {
    "messageKey",
    "messageName",
    "correlationKey",
    "correlationTime",
    "subscriptionKey",
    "elementId",
    "elementInstanceKey",
    "processInstanceKey",
    "rootProcessInstanceKey",
    "processDefinitionKey",
    "processDefinitionId",
    "partitionId",
    "tenantId",
    "businessId",
}
COUNT = {"elementId", "active", "canceled", "incidents", "completed"}
PAGE = {"totalItems", "hasMoreTotalItems", "startCursor", "endCursor"}
NO_BODY: set[str] = set()


@dataclass(frozen=True)
class Call:
    """How one operation is called, and what each object of its answer must hold (in `items`, if it lists)."""

    route: str
    fields: set[str]
    body: object | None = None
    status: int = 200
    list_name: str | None = None
    of: str = ""


def searches(route: str, fields: set[str], of: str = "") -> Call:
    return Call(f"POST {route}", fields, {}, list_name="items", of=of)


# In an order in which each finds what the ones before have left; `of` names whose key goes into {key}.
CALLS = (
    Call(
        "GET /topology",
        {
            "brokers",
            "clusterSize",
            "partitionsCount",
            "replicationFactor",
            "gatewayVersion",
            "lastCompletedChangeId",
            "clusterId",
        },
    ),
    Call("GET /status", NO_BODY, status=204),
    Call("GET /license", {"validLicense", "licenseType", "isCommercial", "expiresAt"}),
    Call(
        "GET /authentication/me",
        {
            "username",
            "displayName",
            "email",
            "authorizedComponents",
            "tenants",
            "groups",
            "roles",
            "salesPlanType",
            "c8Links",
            "canLogout",
        },
    ),
    Call("PUT /clock", NO_BODY, {"timestamp": 4_102_444_800_000}, status=204),
    Call("POST /clock/reset", NO_BODY, status=204),
    searches("/process-definitions/search", DEFINITION),
    Call("GET /process-definitions/{key}", DEFINITION, of="definition"),
    Call("GET /process-definitions/{key}/xml", NO_BODY, of="definition"),
    Call(
        "GET /process-definitions/{key}/form",
        {"formKey", "formId", "schema", "version", "tenantId"},
        of="definition with a form",
    ),
    searches("/process-definitions/{key}/statistics/element-instances", COUNT, of="definition"),
    searches("/process-instances/search", INSTANCE),
    Call("GET /process-instances/{key}", INSTANCE, of="instance"),
    Call(
        "GET /process-instances/{key}/sequence-flows",
        {
            "processInstanceKey",
            "sequenceFlowId",
            "elementId",
            "processDefinitionKey",
            "processDefinitionId",
            "rootProcessInstanceKey",
            "tenantId",
        },
        list_name="items",
        of="instance",
    ),
    Call(
        "GET /process-instances/{key}/statistics/element-instances", COUNT, list_name="items", of="instance"
    ),
    Call(
        "GET /process-instances/{key}/call-hierarchy",
        {"processInstanceKey", "processDefinitionKey", "processDefinitionName"},
        list_name="",
        of="instance",
    ),
    searches("/element-instances/search", ELEMENT),
    searches("/element-instances/wait-states/search", WAIT_STATE),
    Call(
        "GET /process-instances/{key}/statistics/wait-states",
        {"elementId", "waitingCount"},
        list_name="items",
        of="instance",
    ),
    Call("GET /element-instances/{key}", ELEMENT, of="element"),
    Call(
        "PUT /element-instances/{key}/variables", NO_BODY, {"variables": {"a": 1}}, status=204, of="element"
    ),
    searches("/variables/search", VARIABLE | {"isTruncated"}),
    Call("GET /variables/{key}", VARIABLE, of="variable"),
    Call("POST /jobs/activation", ACTIVATED_JOB, list_name="jobs"),
    searches("/jobs/search", JOB),
    Call("PATCH /jobs/{key}", NO_BODY, {"changeset": {"timeout": 60_000}}, status=204, of="job"),
    Call("POST /jobs/{key}/failure", NO_BODY, {"retries": 0, "errorMessage": "坏了"}, status=204, of="job"),
    searches("/incidents/search", INCIDENT),
    Call("GET /incidents/{key}", INCIDENT, of="incident"),
    searches("/process-instances/{key}/incidents/search", INCIDENT, of="instance"),
    Call("POST /incidents/{key}/resolution", NO_BODY, status=204, of="incident"),
    Call("POST /jobs/{key}/completion", NO_BODY, {"variables": {"done": True}}, status=204, of="job"),
    Call("POST /jobs/{key}/error", NO_BODY, {"errorCode": "NOT_COMPETENT"}, status=204, of="other job"),
    searches("/user-tasks/search", TASK),
    Call("GET /user-tasks/{key}", TASK, of="task"),
    Call("GET /user-tasks/{key}/form", {"formKey", "formId", "schema", "version", "tenantId"}, of="task"),
    Call("POST /user-tasks/{key}/assignment", NO_BODY, {"assignee": "wang"}, status=204, of="task"),
    Call("DELETE /user-tasks/{key}/assignee", NO_BODY, status=204, of="task"),
    Call("PATCH /user-tasks/{key}", NO_BODY, {"changeset": {"priority": 60}}, status=204, of="task"),
    searches("/user-tasks/{key}/variables/search", VARIABLE | {"isTruncated"}, of="task"),
    searches("/user-tasks/{key}/effective-variables/search", VARIABLE | {"isTruncated"}, of="task"),
    Call("POST /user-tasks/{key}/completion", NO_BODY, {"variables": {}}, status=204, of="task"),
    Call("POST /messages/publication", {"messageKey", "tenantId"}, {"name": "m", "timeToLive": 1000}),
    Call(
        "POST /messages/correlation",
        {"messageKey", "processInstanceKey", "tenantId"},
        {"name": "stamp", "correlationKey": "A-1", "variables": {"by": "wang"}},
    ),
    searches("/message-subscriptions/search", SUBSCRIPTION),
    searches("/correlated-message-subscriptions/search", CORRELATION),
    Call(
        "POST /process-instances",
        {
            "processInstanceKey",
            "processDefinitionKey",
            "processDefinitionId",
            "processDefinitionVersion",
            "tenantId",
            "variables",
            "tags",
            "businessId",
        },
        {"processDefinitionId": "decide", "tenantId": "<default>", "variables": {}},
    ),
    Call("POST /process-instances/{key}/cancellation", NO_BODY, status=204, of="other instance"),
)

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
