"""Requests of the gateway protocol as engine commands; what the protocol itself refuses is refused here."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pyzeebe.proto import gateway_pb2 as pb

from engine.core import commands
from engine.errors import CommandRejected, Reason
from engine.gateway.json_objects import parse_object

DEFAULT_TENANT: Final = "<default>"
# A hundred years: longer times to live and leases mean the same and would not fit a stored moment.
LONGEST_MS: Final = 100 * 366 * 24 * 3_600_000


def deploy(request: pb.DeployResourceRequest) -> commands.Deploy:
    """A deployment of at least one resource."""
    _require(len(request.resources) > 0, "Expected at least one resource to deploy, but got none")
    _require_default_tenant(request.tenantId)
    return commands.Deploy(tuple(commands.Resource(file.name, file.content) for file in request.resources))


def deploy_processes(request: pb.DeployProcessRequest) -> commands.Deploy:
    """The same by the call that came before `DeployResource`; older clients still send it."""
    _require(len(request.processes) > 0, "Expected at least one process to deploy, but got none")
    return commands.Deploy(tuple(commands.Resource(file.name, file.definition) for file in request.processes))


def create_instance(request: pb.CreateProcessInstanceRequest) -> commands.CreateInstance:
    """A start by key (then the id is ignored), or by id and version; start instructions are refused."""
    _require(not request.startInstructions, "Start instructions are not supported by this engine")
    _require_default_tenant(request.tenantId)
    _require(
        bool(request.processDefinitionKey > 0 or request.bpmnProcessId),
        "Expected a process definition key or a BPMN process id, but got neither",
    )
    return commands.CreateInstance(
        process_id=request.bpmnProcessId,
        # proto3 sends 0 for a version that was left out; -1 is the protocol's word for the latest.
        version=request.version or -1,
        process_definition_key=request.processDefinitionKey if request.processDefinitionKey > 0 else None,
        variables=parse_object(request.variables),
    )


def create_instance_with_result(
    request: pb.CreateProcessInstanceWithResultRequest,
) -> commands.CreateInstance:
    """The same start, answered when the instance has completed."""
    return replace(create_instance(request.request), awaits_completion=True)


def cancel_instance(request: pb.CancelProcessInstanceRequest) -> commands.CancelInstance:
    """Cancel by instance key."""
    return commands.CancelInstance(request.processInstanceKey)


def set_variables(request: pb.SetVariablesRequest) -> commands.SetVariables:
    """Variables for a scope."""
    return commands.SetVariables(request.elementInstanceKey, parse_object(request.variables), request.local)


def publish_message(request: pb.PublishMessageRequest) -> commands.PublishMessage:
    """A message with a name; the time to live is bounded."""
    _require(bool(request.name), "Expected a message name, but it is blank")
    _require_default_tenant(request.tenantId)
    _require(request.timeToLive >= 0, "Expected a time to live of at least 0 ms")
    return commands.PublishMessage(
        name=request.name,
        correlation_key=request.correlationKey,
        variables=parse_object(request.variables),
        ttl_ms=min(request.timeToLive, LONGEST_MS),
        message_id=request.messageId,
    )


def activate_jobs(request: pb.ActivateJobsRequest) -> commands.ActivateJobs:
    """A poll with type, lease and maximum as the protocol wants them."""
    _require(request.maxJobsToActivate >= 1, "Expected to activate at least 1 job")
    return replace(_lease(request), max_jobs=request.maxJobsToActivate)


def stream_jobs(request: pb.StreamActivatedJobsRequest) -> commands.ActivateJobs:
    """What each look of a stream leases; how many at once is the runtime's to say."""
    return _lease(request)


def _lease(request: pb.ActivateJobsRequest | pb.StreamActivatedJobsRequest) -> commands.ActivateJobs:
    _require(bool(request.type.strip()), "Expected a job type, but it is blank")
    _require(bool(request.worker.strip()), "Expected a worker name, but it is blank")
    _require(request.timeout >= 1, "Expected a job timeout of at least 1 ms")
    _require_default_tenant(*request.tenantIds)
    return commands.ActivateJobs(
        type=request.type,
        worker=request.worker,
        timeout_ms=min(request.timeout, LONGEST_MS),
        max_jobs=1,
        fetch_variables=tuple(request.fetchVariable),
    )


def complete_job(request: pb.CompleteJobRequest) -> commands.CompleteJob:
    """A completion without a result, which this protocol version does not carry."""
    return commands.CompleteJob(request.jobKey, parse_object(request.variables))


def fail_job(request: pb.FailJobRequest) -> commands.FailJob:
    """A failure with the retries that are left; negative ones count as none."""
    return commands.FailJob(
        job_key=request.jobKey,
        retries=max(request.retries, 0),
        back_off_ms=min(max(request.retryBackOff, 0), LONGEST_MS),
        message=request.errorMessage,
        variables=parse_object(request.variables),
    )


def throw_error(request: pb.ThrowErrorRequest) -> commands.ThrowError:
    """A BPMN error from a job."""
    return commands.ThrowError(
        request.jobKey, request.errorCode, request.errorMessage, parse_object(request.variables)
    )


def update_job_retries(request: pb.UpdateJobRetriesRequest) -> commands.UpdateJob:
    """New retries, at least one."""
    _require(request.retries >= 1, "Expected at least 1 retry")
    return commands.UpdateJob(request.jobKey, retries=request.retries)


def update_job_timeout(request: pb.UpdateJobTimeoutRequest) -> commands.UpdateJob:
    """A new lease from now on."""
    _require(request.timeout >= 0, "Expected a job timeout of at least 0 ms")
    return commands.UpdateJob(request.jobKey, timeout_ms=min(request.timeout, LONGEST_MS))


def resolve_incident(request: pb.ResolveIncidentRequest) -> commands.ResolveIncident:
    """Resolution by incident key."""
    return commands.ResolveIncident(request.incidentKey)


def evaluate_decision(request: pb.EvaluateDecisionRequest) -> commands.EvaluateDecision:
    """An evaluation by id or by key."""
    _require_default_tenant(request.tenantId)
    return commands.EvaluateDecision(
        decision_id=request.decisionId,
        decision_key=request.decisionKey if request.decisionKey > 0 else None,
        variables=parse_object(request.variables),
    )


def _require_default_tenant(*tenant_ids: str) -> None:
    foreign = [tenant_id for tenant_id in tenant_ids if tenant_id not in ("", DEFAULT_TENANT)]
    _require(not foreign, f"Expected no tenant but '{DEFAULT_TENANT}', for multi-tenancy is off")


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise CommandRejected(Reason.INVALID_ARGUMENT, message)
