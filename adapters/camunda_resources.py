"""Deployed diagrams, decisions and forms of the engine: what the latest ones are, and deploying others."""

from collections.abc import Mapping
from typing import Final

from adapters.camunda_http import CamundaHttp

# The newest tasks tell the forms in use; older ones only repeat them.
TASKS_LOOKED_AT: Final = 1000


class CamundaResources:
    """Reads are as old as the engine's search; errors as in the ProcessEngine port."""

    def __init__(self, http: CamundaHttp) -> None:
        self._http = http

    def find_latest_diagram(self, process_id: str) -> bytes | None:
        """The file of the latest version of a process, None for an unknown id."""
        conditions = {"processDefinitionId": process_id, "isLatestVersion": True}
        answer = self._http.post("process-definitions/search", {"filter": conditions, "page": {"limit": 1}})
        if not answer["items"]:
            return None
        key = answer["items"][0]["processDefinitionKey"]
        return self._http.get_content(f"process-definitions/{key}/xml")

    def has_process(self, process_id: str) -> bool:
        """Whether any version of it is deployed."""
        body = {"filter": {"processDefinitionId": process_id}, "page": {"limit": 1}}
        return bool(self._http.post("process-definitions/search", body)["items"])

    def find_latest_decision(self, decision_id: str) -> bytes | None:
        """The file with the latest version of a decision, None for an unknown id."""
        body = {
            "filter": {"decisionDefinitionId": decision_id},
            "sort": [{"field": "version", "order": "DESC"}],
            "page": {"limit": 1},
        }
        answer = self._http.post("decision-definitions/search", body)
        if not answer["items"]:
            return None
        key = answer["items"][0]["decisionDefinitionKey"]
        return self._http.get_content(f"decision-definitions/{key}/xml")

    def list_used_forms(self) -> dict[str, bytes]:
        """The newest form that a task was made with, by form id: 8.8 has no search for forms themselves."""
        body = {
            "filter": {"formKey": {"$exists": True}},
            "sort": [{"field": "creationDate", "order": "DESC"}],
            "page": {"limit": TASKS_LOOKED_AT},
        }
        tasks = self._http.post("user-tasks/search", body)["items"]
        task_by_form = {task["formKey"]: task["userTaskKey"] for task in tasks}
        forms: dict[str, tuple[int, bytes]] = {}
        for task_key in task_by_form.values():
            form = self._http.get(f"user-tasks/{task_key}/form")
            form_id = str(form.get("formId") or form.get("bpmnId"))
            found = (int(form["version"]), str(form["schema"]).encode())
            forms[form_id] = max(found, forms.get(form_id, found))
        return {form_id: schema for form_id, (_, schema) in forms.items()}

    def deploy(self, files: Mapping[str, bytes]) -> None:
        """Deploys files by name, all or none; InvalidInput with the engine's words when it refuses them."""
        self._http.upload("deployments", files)
