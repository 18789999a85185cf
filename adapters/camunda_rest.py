"""The ProcessEngine port on a Camunda 8.8 contract: user tasks and variables by REST v2, messages by gRPC."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from adapters.camunda_http import CamundaHttp
from adapters.camunda_incidents import retry_incident
from adapters.camunda_resources import CamundaResources
from adapters.form_lookup import FormLookup, read_form
from models.ground.errors import NotFound
from services.ports.engine import DecisionAnswer, EngineForm, EngineTask, InstanceEnd, OutgoingMessage

if TYPE_CHECKING:  # gRPC takes a quarter of a second to import, and who only searches does without
    from adapters.camunda_grpc import ZeebeMessages

PAGE_SIZE: Final = 500
# States in which a task is still to be worked; CANCELED, COMPLETED and FAILED are ends.
OPEN_STATES: Final = ("CREATING", "CREATED", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING")


class CamundaEngine:
    """Commands and searches of the application; see the port for the errors."""

    def __init__(self, http: CamundaHttp, messages: "ZeebeMessages") -> None:
        self._http = http
        self._messages = messages
        self._forms = FormLookup(http)
        self._resources = CamundaResources(http)

    def publish_message(self, message: OutgoingMessage) -> None:
        """Publishes; a message already known by its id counts as published."""
        self._messages.publish(message)

    def create_instance(self, process_id: str, variables: Mapping[str, object]) -> str:
        """Begins the latest version; NotFound for an id that nothing is deployed under."""
        body = {"processDefinitionId": process_id, "variables": dict(variables)}
        return str(self._http.post("process-instances", body)["processInstanceKey"])

    def has_process(self, process_id: str) -> bool:
        """Whether any version of it is deployed, as far as the search knows."""
        return self._resources.has_process(process_id)

    def complete_user_task(self, user_task_key: str, variables: Mapping[str, object]) -> None:
        """Completes the task; waits for its listeners, Conflict with their reason when one denies."""
        self._http.post(f"user-tasks/{user_task_key}/completion", {"variables": dict(variables)})

    def assign_user_task(self, user_task_key: str, assignee: str) -> None:
        """Assigns, overriding an earlier assignee; waits for the listeners."""
        body = {"assignee": assignee, "allowOverride": True}
        self._http.post(f"user-tasks/{user_task_key}/assignment", body)

    def unassign_user_task(self, user_task_key: str) -> None:
        """Takes the assignee away."""
        self._http.delete(f"user-tasks/{user_task_key}/assignee")

    def cancel_instance(self, process_instance_key: str) -> None:
        """Cancels with everything below; NotFound when it has ended."""
        self._http.post(f"process-instances/{process_instance_key}/cancellation")

    def retry_incident(self, key: str) -> None:
        """One retry for its job, and the incident is resolved; NotFound or Conflict when it is over already."""
        retry_incident(self._http, key)

    def list_ended_instances(self, process_instance_keys: Sequence[str]) -> dict[str, InstanceEnd]:
        """Those that completed or were terminated, asked for in pages of keys."""
        found: dict[str, InstanceEnd] = {}
        states = [end.value for end in InstanceEnd]
        for start in range(0, len(process_instance_keys), PAGE_SIZE):
            keys = list(process_instance_keys[start : start + PAGE_SIZE])
            body = {"filter": {"processInstanceKey": {"$in": keys}, "state": {"$in": states}}}
            items = list_all(self._http, "process-instances/search", body)
            found |= {str(item["processInstanceKey"]): InstanceEnd(item["state"]) for item in items}
        return found

    def map_values(self, name: str, process_instance_keys: Sequence[str]) -> dict[str, object]:
        """As map_values below."""
        return map_values(self._http, name, process_instance_keys)

    def set_variables(self, element_instance_key: str, variables: Mapping[str, object]) -> None:
        """Sets variables on exactly this scope."""
        body = {"variables": dict(variables), "local": True}
        self._http.put(f"element-instances/{element_instance_key}/variables", body)

    def evaluate_decision(self, decision_id: str, variables: Mapping[str, object]) -> DecisionAnswer:
        """The output, decoded; the failure's own words where the evaluation failed."""
        body = {"decisionDefinitionId": decision_id, "variables": dict(variables)}
        answer = self._http.post("decision-definitions/evaluation", body)
        output = answer.get("output")
        return DecisionAnswer(
            version=int(answer["decisionDefinitionVersion"]),
            output=json.loads(output) if output else None,
            failure=answer.get("failureMessage") or None,
        )

    def list_open_user_tasks(self) -> list[EngineTask]:
        """All tasks that have not ended, oldest first, as far as the search knows."""
        body = {"filter": {"state": {"$in": list(OPEN_STATES)}}, "sort": [{"field": "creationDate"}]}
        return [_task(item) for item in list_all(self._http, "user-tasks/search", body)]

    def find_user_task_state(self, user_task_key: str) -> str | None:
        """The task's state, None when the search does not know it."""
        try:
            return str(self._http.get(f"user-tasks/{user_task_key}")["state"])
        except NotFound:
            return None

    def find_user_task_form(self, user_task_key: str) -> EngineForm | None:
        """The deployed form, None without a linked one; NotFound for an unknown task."""
        return read_form(self._http.get(f"user-tasks/{user_task_key}/form"))

    def find_latest_form(self, form_id: str) -> EngineForm | None:
        """The latest version; None for an unknown id, or while the search lags behind the first look."""
        return self._forms.find_latest(form_id)

    def list_effective_variables(self, user_task_key: str) -> dict[str, object]:
        """Variables the task sees, decoded."""
        path = f"user-tasks/{user_task_key}/effective-variables/search?truncateValues=false"
        # The one search whose contract has pages by offset alone, though its answers have cursors.
        found = list_all(self._http, path, {}, has_cursors=False)
        return {item["name"]: json.loads(item["value"]) for item in found}

    def complete_listener_job(self, job_key: str, denied_reason: str | None) -> None:
        """Lets the change pass, or denies it with a reason that the change's author gets as 409."""
        result: dict[str, object] = {"type": "userTask", "denied": denied_reason is not None}
        if denied_reason is not None:
            result["deniedReason"] = denied_reason
        self._http.post(f"jobs/{job_key}/completion", {"result": result})


def map_values(http: CamundaHttp, name: str, process_instance_keys: Sequence[str]) -> dict[str, object]:
    """One variable of the own scopes of many instances, by their keys, asked for in pages of keys."""
    found: dict[str, object] = {}
    for start in range(0, len(process_instance_keys), PAGE_SIZE):
        keys = list(process_instance_keys[start : start + PAGE_SIZE])
        body = {"filter": {"name": name, "scopeKey": {"$in": keys}}}
        items = list_all(http, "variables/search?truncateValues=false", body)
        found |= {str(item["scopeKey"]): json.loads(item["value"]) for item in items}
    return found


def list_all(
    http: CamundaHttp, path: str, body: Mapping[str, object], *, has_cursors: bool = True
) -> list[dict[str, Any]]:
    """All items of a search, page by page; of rows that come or go meanwhile some may be missing."""
    return [item for page in read_pages(http, path, body, has_cursors=has_cursors) for item in page]


def read_pages(
    http: CamundaHttp, path: str, body: Mapping[str, object], *, has_cursors: bool = True
) -> Iterator[list[dict[str, Any]]]:
    """Pages of a search, each asked for when it is read.

    By cursor, since a cluster shows no more than its first 10,000 rows by offset, and of the latest versions of processes
    refuses one; by offset where an answer has no cursor.
    """
    page: dict[str, object] = {"limit": PAGE_SIZE}
    seen = 0
    while True:
        answer = http.post(path, {**body, "page": page})
        items = answer.get("items") or []
        yield items
        seen += len(items)
        if len(items) < PAGE_SIZE:
            return
        cursor = (answer.get("page") or {}).get("endCursor") if has_cursors else None
        page = {"after": cursor, "limit": PAGE_SIZE} if cursor else {"from": seen, "limit": PAGE_SIZE}


def _task(item: Mapping[str, Any]) -> EngineTask:
    form_key = item.get("formKey")
    return EngineTask(
        user_task_key=str(item["userTaskKey"]),
        element_id=item["elementId"],
        process_instance_key=str(item["processInstanceKey"]),
        state=item["state"],
        assignee=item.get("assignee") or None,
        candidate_groups=tuple(item.get("candidateGroups") or ()),
        form_key=None if form_key is None else str(form_key),
        created_at=datetime.fromisoformat(item["creationDate"]),
        name=item.get("name") or None,
        process_id=item["processDefinitionId"],
        page=item.get("externalFormReference") or None,
    )
