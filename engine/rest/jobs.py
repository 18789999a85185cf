"""Jobs: activation, completion with a listener's result, failure, error, update and search."""

from aiohttp import web

from engine.core.commands import ActivateJobs, CompleteJob, FailJob, ThrowError, UpdateJob
from engine.rest.activated_job import show_activated_job
from engine.rest.body import DEFAULT_TENANT, path_key, read_body, require_default_tenant
from engine.rest.commands import execute_quietly
from engine.rest.corrections import read_job_result
from engine.rest.fields import Field, Kind, Noun
from engine.rest.problem import InvalidRequest
from engine.rest.search import RUNTIME, answer_search

JOB = Noun(
    name="Job",
    source="job AS j JOIN process_instance AS i ON i.key = j.process_instance_key",
    key_sql="j.key",
    fields=(
        Field("jobKey", "j.key", Kind.KEY),
        Field("type", "j.type"),
        Field("worker", "coalesce(j.worker, '')"),
        Field("state", "j.state", Kind.ENUM),
        Field("kind", "j.kind", Kind.ENUM),
        Field("listenerEventType", "upper(coalesce(j.listener_event, 'UNSPECIFIED'))", Kind.ENUM),
        Field("retries", "j.retries", Kind.INTEGER),
        Field("isDenied", "j.is_denied", Kind.BOOLEAN),
        Field("deniedReason", "j.denied_reason"),
        Field("hasFailedWithRetriesLeft", "j.state = 'FAILED' AND j.retries > 0", Kind.BOOLEAN),
        Field("errorCode", "j.error_code"),
        Field("errorMessage", "j.error_message"),
        Field("customHeaders", "j.custom_headers", Kind.JSON, is_searchable=False),
        Field("deadline", "j.deadline", Kind.MOMENT),
        Field("creationTime", "j.created_at", Kind.MOMENT),
        Field("endTime", "j.ended_at", Kind.MOMENT),
        Field("elementId", "j.element_id"),
        Field("elementInstanceKey", "j.element_instance_key", Kind.KEY),
        Field("processInstanceKey", "j.process_instance_key", Kind.KEY),
        Field("processDefinitionKey", "j.process_definition_key", Kind.KEY),
        Field("processDefinitionId", "j.process_id"),
        Field("rootProcessInstanceKey", "i.root_instance_key", Kind.KEY),
    ),
    constants={"tenantId": DEFAULT_TENANT, "lastUpdateTime": None, "priority": 0, "businessId": None},
)

ACTIVATION_FIELDS = (
    "type",
    "worker",
    "timeout",
    "maxJobsToActivate",
    "fetchVariable",
    "requestTimeout",
    "tenantIds",
)


async def activate_jobs(request: web.Request) -> web.Response:
    """Leases jobs of a type; waits up to `requestTimeout` ms for the first (0: 10 s, below: no wait)."""
    body = await read_body(request, *ACTIVATION_FIELDS)
    for tenant in body.texts("tenantIds") or []:
        require_default_tenant(tenant)
    command = ActivateJobs(
        type=body.text("type"),
        worker=body.text("worker", ""),
        timeout_ms=body.milliseconds("timeout"),
        max_jobs=body.integer("maxJobsToActivate"),
        fetch_variables=tuple(body.texts("fetchVariable") or ()),
    )
    if command.timeout_ms < 1 or command.max_jobs < 1:
        raise InvalidRequest("timeout and maxJobsToActivate must be at least 1")
    answered = await request.app[RUNTIME].activate_jobs(command, body.integer("requestTimeout", 0))
    return web.json_response({"jobs": [show_activated_job(job) for job in answered.jobs]})


async def complete_job(request: web.Request) -> web.Response:
    """Finishes a job; a task listener's `result` may deny or correct, and then carries no variables."""
    body = await read_body(request, "variables", "result")
    command = CompleteJob(path_key(request), body.variables(), read_job_result(body))
    return await execute_quietly(request, command)


async def fail_job(request: web.Request) -> web.Response:
    """Gives a job back with so many retries (0 when absent, as the contract has it: an incident)."""
    body = await read_body(request, "retries", "errorMessage", "retryBackOff", "variables")
    command = FailJob(
        job_key=path_key(request),
        retries=body.integer("retries", 0),
        back_off_ms=body.milliseconds("retryBackOff", 0),
        message=body.text("errorMessage", ""),
        variables=body.variables(),
    )
    return await execute_quietly(request, command)


async def throw_job_error(request: web.Request) -> web.Response:
    """Ends a job with a BPMN error."""
    body = await read_body(request, "errorCode", "errorMessage", "variables")
    command = ThrowError(
        path_key(request), body.text("errorCode"), body.text("errorMessage", ""), body.variables()
    )
    return await execute_quietly(request, command)


async def update_job(request: web.Request) -> web.Response:
    """Changes retries, the lease, or both."""
    body = await read_body(request, "changeset", "operationReference")
    changes = body.part("changeset", "retries", "timeout")
    command = UpdateJob(
        path_key(request),
        retries=changes.integer("retries") if changes.has("retries") else None,
        timeout_ms=changes.milliseconds("timeout") if changes.has("timeout") else None,
    )
    if command.retries is None and command.timeout_ms is None:
        raise InvalidRequest("changeset must hold retries, timeout or both")
    return await execute_quietly(request, command)


async def search_jobs(request: web.Request) -> web.Response:
    """All jobs, finished ones too."""
    return await answer_search(request, JOB)
