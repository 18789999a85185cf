"""One successful call of every served operation, and what each object of its answer must hold."""

from dataclasses import dataclass

from tests.rest.contract_fields import (
    ACTIVATED_JOB,
    CORRELATION,
    COUNT,
    DEFINITION,
    ELEMENT,
    INCIDENT,
    INSTANCE,
    JOB,
    NO_BODY,
    SUBSCRIPTION,
    TASK,
    VARIABLE,
    WAIT_STATE,
)


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
