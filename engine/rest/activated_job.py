"""A leased job as `POST /v2/jobs/activation` shows it."""

from engine.core.answers import ActivatedJob, ListenerTask
from engine.rest.body import DEFAULT_TENANT


def show_activated_job(job: ActivatedJob) -> dict[str, object]:
    """The response object; `deadline` is an epoch millisecond here, unlike in searches."""
    return {
        "jobKey": str(job.key),
        "type": job.type,
        "kind": job.kind,
        "listenerEventType": (job.listener_event or "UNSPECIFIED").upper(),
        "processInstanceKey": str(job.process_instance_key),
        "rootProcessInstanceKey": None,
        "processDefinitionKey": str(job.process_definition_key),
        "processDefinitionId": job.process_id,
        "processDefinitionVersion": job.process_version,
        "elementId": job.element_id,
        "elementInstanceKey": str(job.element_instance_key),
        "worker": job.worker,
        "retries": job.retries,
        "deadline": job.deadline,
        "customHeaders": job.custom_headers,
        "variables": job.variables,
        "tenantId": DEFAULT_TENANT,
        "userTask": _show_task(job.user_task) if job.user_task else None,
        "tags": list(job.tags),
        "priority": 0,
        "businessId": None,
        "leaseToken": None,
        "physicalTenantId": None,
    }


def _show_task(task: ListenerTask) -> dict[str, object]:
    return {
        "userTaskKey": str(task.user_task_key),
        "action": task.action,
        "assignee": task.assignee,
        "candidateGroups": list(task.candidate_groups),
        "candidateUsers": list(task.candidate_users),
        "changedAttributes": list(task.changed_attributes),
        "dueDate": task.due_date,
        "followUpDate": task.follow_up_date,
        "formKey": str(task.form_key) if task.form_key is not None else None,
        "priority": task.priority,
    }
