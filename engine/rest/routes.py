"""Every operation of REST v2 that this engine serves; anything else is a 404 problem."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from engine.rest import (
    cluster,
    decision_definitions,
    decision_evaluation,
    decision_instances,
    deployments,
    element_instances,
    incidents,
    jobs,
    message_subscriptions,
    messages,
    process_definitions,
    process_instances,
    user_tasks,
    variables,
    wait_states,
)


@dataclass(frozen=True, slots=True)
class Route:
    """An operation: its method, its path below `/v2` and who answers it."""

    method: str
    path: str
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]]


ROUTES = (
    Route("GET", "/topology", cluster.get_topology),
    Route("GET", "/status", cluster.get_status),
    Route("GET", "/license", cluster.get_license),
    Route("GET", "/authentication/me", cluster.get_authentication),
    Route("PUT", "/clock", cluster.pin_clock),
    Route("POST", "/clock/reset", cluster.reset_clock),
    Route("POST", "/deployments", deployments.deploy_resources),
    Route("POST", "/process-definitions/search", process_definitions.search_process_definitions),
    Route("GET", "/process-definitions/{key}", process_definitions.get_process_definition),
    Route("GET", "/process-definitions/{key}/xml", process_definitions.get_process_definition_xml),
    Route("GET", "/process-definitions/{key}/form", process_definitions.get_start_form),
    Route(
        "POST",
        "/process-definitions/{key}/statistics/element-instances",
        process_definitions.count_definition_elements,
    ),
    Route("POST", "/process-instances", process_instances.create_process_instance),
    Route("POST", "/process-instances/search", process_instances.search_process_instances),
    Route("GET", "/process-instances/{key}", process_instances.get_process_instance),
    Route("GET", "/process-instances/{key}/sequence-flows", process_instances.list_sequence_flows),
    Route(
        "GET",
        "/process-instances/{key}/statistics/element-instances",
        process_instances.count_instance_elements,
    ),
    Route("GET", "/process-instances/{key}/statistics/wait-states", wait_states.count_wait_states),
    Route("GET", "/process-instances/{key}/call-hierarchy", process_instances.get_call_hierarchy),
    Route("POST", "/process-instances/{key}/incidents/search", process_instances.search_instance_incidents),
    Route("POST", "/process-instances/{key}/cancellation", process_instances.cancel_process_instance),
    Route("POST", "/element-instances/search", element_instances.search_element_instances),
    Route("POST", "/element-instances/wait-states/search", wait_states.search_wait_states),
    Route("GET", "/element-instances/{key}", element_instances.get_element_instance),
    Route("PUT", "/element-instances/{key}/variables", element_instances.set_variables),
    Route("POST", "/variables/search", variables.search_variables),
    Route("GET", "/variables/{key}", variables.get_variable),
    Route("POST", "/incidents/search", incidents.search_incidents),
    Route("GET", "/incidents/{key}", incidents.get_incident),
    Route("POST", "/incidents/{key}/resolution", incidents.resolve_incident),
    Route("POST", "/jobs/activation", jobs.activate_jobs),
    Route("POST", "/jobs/search", jobs.search_jobs),
    Route("POST", "/jobs/{key}/completion", jobs.complete_job),
    Route("POST", "/jobs/{key}/failure", jobs.fail_job),
    Route("POST", "/jobs/{key}/error", jobs.throw_job_error),
    Route("PATCH", "/jobs/{key}", jobs.update_job),
    Route("POST", "/user-tasks/search", user_tasks.search_user_tasks),
    Route("GET", "/user-tasks/{key}", user_tasks.get_user_task),
    Route("GET", "/user-tasks/{key}/form", user_tasks.get_user_task_form),
    Route("POST", "/user-tasks/{key}/assignment", user_tasks.assign_user_task),
    Route("DELETE", "/user-tasks/{key}/assignee", user_tasks.unassign_user_task),
    Route("PATCH", "/user-tasks/{key}", user_tasks.update_user_task),
    Route("POST", "/user-tasks/{key}/completion", user_tasks.complete_user_task),
    Route("POST", "/user-tasks/{key}/variables/search", user_tasks.search_task_variables),
    Route("POST", "/user-tasks/{key}/effective-variables/search", user_tasks.search_effective_variables),
    Route("POST", "/messages/publication", messages.publish_message),
    Route("POST", "/messages/correlation", messages.correlate_message),
    Route("POST", "/message-subscriptions/search", message_subscriptions.search_message_subscriptions),
    Route(
        "POST",
        "/correlated-message-subscriptions/search",
        message_subscriptions.search_correlated_messages,
    ),
    Route("POST", "/decision-definitions/search", decision_definitions.search_decision_definitions),
    Route("POST", "/decision-definitions/evaluation", decision_evaluation.evaluate_decision),
    Route("GET", "/decision-definitions/{key}", decision_definitions.get_decision_definition),
    Route("GET", "/decision-definitions/{key}/xml", decision_definitions.get_decision_definition_xml),
    Route("POST", "/decision-requirements/search", decision_definitions.search_decision_requirements),
    Route("GET", "/decision-requirements/{key}", decision_definitions.get_decision_requirements),
    Route("GET", "/decision-requirements/{key}/xml", decision_definitions.get_decision_requirements_xml),
    Route("POST", "/decision-instances/search", decision_instances.search_decision_instances),
    Route("GET", "/decision-instances/{key}", decision_instances.get_decision_instance),
)
