"""Answers of the core as replies of the gateway protocol."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Final

from pyzeebe.proto import gateway_pb2 as pb

from engine.core import answers
from engine.gateway.decision_replies import deployed_graph
from engine.gateway.to_commands import DEFAULT_TENANT

# Workers get the task of a listener job in reserved headers, for these stubs have no field for it.
LISTENER_HEADER_PREFIX: Final = "io.camunda.zeebe:"


def deployed(answer: answers.Deployed) -> pb.DeployResourceResponse:
    """All processes, decisions and forms of the deployment."""
    deployments = [pb.Deployment(process=_process(process)) for process in answer.processes]
    for graph in answer.graphs:
        deployments += deployed_graph(graph)
    deployments += [pb.Deployment(form=_form(form)) for form in answer.forms]
    return pb.DeployResourceResponse(
        key=answer.deployment_key, deployments=deployments, tenantId=DEFAULT_TENANT
    )


def processes_deployed(answer: answers.Deployed) -> pb.DeployProcessResponse:
    """The processes of a deployment by the older call."""
    return pb.DeployProcessResponse(
        key=answer.deployment_key, processes=[_process(process) for process in answer.processes]
    )


def instance_created(answer: answers.InstanceCreated) -> pb.CreateProcessInstanceResponse:
    """The keys of a new instance."""
    return pb.CreateProcessInstanceResponse(
        processDefinitionKey=answer.process_definition_key,
        bpmnProcessId=answer.process_id,
        version=answer.version,
        processInstanceKey=answer.process_instance_key,
        tenantId=DEFAULT_TENANT,
    )


def instance_completed(
    answer: answers.InstanceCompleted, fetch_variables: Collection[str]
) -> pb.CreateProcessInstanceWithResultResponse:
    """The keys of an instance that has completed, and those of its variables that were asked for (or all)."""
    chosen = {
        name: value
        for name, value in answer.variables.items()
        if not fetch_variables or name in fetch_variables
    }
    created = answer.created
    return pb.CreateProcessInstanceWithResultResponse(
        processDefinitionKey=created.process_definition_key,
        bpmnProcessId=created.process_id,
        version=created.version,
        processInstanceKey=created.process_instance_key,
        variables=_to_text(chosen),
        tenantId=DEFAULT_TENANT,
    )


def activated_job(job: answers.ActivatedJob) -> pb.ActivatedJob:
    """A job for its worker; headers and variables are always JSON objects."""
    return pb.ActivatedJob(
        key=job.key,
        type=job.type,
        processInstanceKey=job.process_instance_key,
        bpmnProcessId=job.process_id,
        processDefinitionVersion=job.process_version,
        processDefinitionKey=job.process_definition_key,
        elementId=job.element_id,
        elementInstanceKey=job.element_instance_key,
        customHeaders=_to_text({**_listener_headers(job.user_task), **job.custom_headers}),
        worker=job.worker,
        retries=job.retries,
        deadline=job.deadline,
        variables=_to_text(job.variables),
        tenantId=DEFAULT_TENANT,
    )


def topology(host: str, port: int, version: str) -> pb.TopologyResponse:
    """One healthy broker that leads the only partition."""
    partition = pb.Partition(partitionId=1, role=pb.Partition.LEADER, health=pb.Partition.HEALTHY)
    broker = pb.BrokerInfo(nodeId=0, host=host, port=port, partitions=[partition], version=version)
    return pb.TopologyResponse(
        brokers=[broker], clusterSize=1, partitionsCount=1, replicationFactor=1, gatewayVersion=version
    )


def _process(process: answers.DeployedProcess) -> pb.ProcessMetadata:
    return pb.ProcessMetadata(
        bpmnProcessId=process.process_id,
        version=process.version,
        processDefinitionKey=process.process_definition_key,
        resourceName=process.resource_name,
        tenantId=DEFAULT_TENANT,
    )


def _form(form: answers.DeployedForm) -> pb.FormMetadata:
    return pb.FormMetadata(
        formId=form.form_id,
        version=form.version,
        formKey=form.form_key,
        resourceName=form.resource_name,
        tenantId=DEFAULT_TENANT,
    )


def _listener_headers(task: answers.ListenerTask | None) -> dict[str, str]:
    if task is None:
        return {}
    known = {
        "userTaskKey": str(task.user_task_key),
        "action": task.action,
        "assignee": task.assignee,
        "candidateGroups": json.dumps(task.candidate_groups, ensure_ascii=False),
        "candidateUsers": json.dumps(task.candidate_users, ensure_ascii=False),
        "changedAttributes": json.dumps(task.changed_attributes),
        "dueDate": task.due_date,
        "followUpDate": task.follow_up_date,
        "formKey": None if task.form_key is None else str(task.form_key),
        "priority": str(task.priority),
    }
    return {LISTENER_HEADER_PREFIX + name: value for name, value in known.items() if value is not None}


def _to_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
