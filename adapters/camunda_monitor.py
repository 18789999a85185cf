"""What the supervisor's monitor reads and repairs on the engine, over REST v2."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.camunda_clock import list_unfinished
from adapters.camunda_http import CamundaHttp, segment
from adapters.camunda_incidents import retry_incident
from adapters.camunda_rest import PAGE_SIZE, list_all, map_values
from adapters.camunda_views import (
    read_any_job,
    read_count,
    read_decision,
    read_decision_definition,
    read_element,
    read_incident,
    read_instance,
    read_job,
    read_process_definition,
)
from adapters.form_lookup import LOOKUP_PREFIX
from models.ground.errors import NotFound, OutsideUnavailable
from services.ports.monitor import (
    DefinitionView,
    ElementCount,
    ElementInstanceView,
    EvaluatedDecision,
    FoundElements,
    FoundIncidents,
    FoundInstances,
    IncidentView,
    JobView,
    ProcessInstanceView,
    RunningVersion,
    VariableView,
    WaitingJob,
)


class CamundaMonitor:
    """Reads are as old as the engine's search; errors as in the ProcessEngine port."""

    def __init__(self, http: CamundaHttp) -> None:
        self._http = http

    def search_instances(
        self, conditions: Mapping[str, object] | None = None, *, start: int = 0, limit: int = 50
    ) -> FoundInstances:
        """Instances that meet a REST v2 filter, newest first."""
        body = {
            "filter": dict(conditions or {}),
            "sort": [{"field": "startDate", "order": "DESC"}],
            "page": {"from": start, "limit": limit},
        }
        answer = self._http.post("process-instances/search", body)
        page = answer["page"]
        return FoundInstances(
            items=tuple(read_instance(item) for item in answer["items"]),
            total=int(page["totalItems"]),
            has_more=bool(page.get("hasMoreTotalItems")),
        )

    def get_instance(self, key: str) -> ProcessInstanceView:
        """One instance; NotFound."""
        return read_instance(self._http.get(f"process-instances/{segment(key)}"))

    def list_called_instances(self, key: str) -> list[ProcessInstanceView]:
        """The instances that this one called, oldest first: one request, no more than it answers."""
        body = {
            "filter": {"parentProcessInstanceKey": key},
            "sort": [{"field": "startDate"}],
            "page": {"limit": PAGE_SIZE},
        }
        found = self._http.post("process-instances/search", body)["items"]
        return [read_instance(item) for item in found]

    def list_instances(self, conditions: Mapping[str, object]) -> list[ProcessInstanceView]:
        """All instances that meet a filter, in pages."""
        body = {"filter": dict(conditions), "sort": [{"field": "startDate", "order": "DESC"}]}
        return [read_instance(item) for item in list_all(self._http, "process-instances/search", body)]

    def list_element_instances(
        self, process_instance_key: str, *, state: str | None = None
    ) -> list[ElementInstanceView]:
        """Tokens of an instance in the order they came, optionally of one state only."""
        return self.list_elements(
            {"processInstanceKey": process_instance_key} | ({"state": state} if state else {})
        )

    def list_elements(self, conditions: Mapping[str, object]) -> list[ElementInstanceView]:
        """All tokens that meet a filter, in pages, by when they came."""
        body = {"filter": dict(conditions), "sort": [{"field": "startDate"}]}
        return [read_element(item) for item in list_all(self._http, "element-instances/search", body)]

    def search_elements(
        self,
        conditions: Mapping[str, object],
        *,
        start: int = 0,
        limit: int = PAGE_SIZE,
        is_newest_first: bool = False,
    ) -> FoundElements:
        """One part of the tokens that meet a REST v2 filter, by when they came."""
        order = "DESC" if is_newest_first else "ASC"
        body = {
            "filter": dict(conditions),
            "sort": [{"field": "startDate", "order": order}],
            "page": {"from": start, "limit": limit},
        }
        answer = self._http.post("element-instances/search", body)
        items = tuple(read_element(item) for item in answer["items"])
        return FoundElements(items, int(answer["page"]["totalItems"]))

    def list_jobs(self, process_instance_key: str, *, limit: int = PAGE_SIZE) -> list[JobView]:
        """The jobs of an instance, the newest first."""
        body = {
            "filter": {"processInstanceKey": process_instance_key},
            "sort": [{"field": "jobKey", "order": "DESC"}],
            "page": {"limit": limit},
        }
        return [read_any_job(item) for item in self._http.post("jobs/search", body)["items"]]

    def list_scoped_variables(
        self, process_instance_key: str, *, limit: int = PAGE_SIZE
    ) -> list[VariableView]:
        """The variables of every scope of an instance, by name; values whole."""
        body = {
            "filter": {"processInstanceKey": process_instance_key},
            "sort": [{"field": "name"}],
            "page": {"limit": limit},
        }
        answer = self._http.post("variables/search?truncateValues=false", body)
        return [
            VariableView(item["name"], json.loads(item["value"]), str(item["scopeKey"]))
            for item in answer["items"]
        ]

    def list_element_counts(self, process_instance_key: str) -> list[ElementCount]:
        """The badges of every element that the instance has reached."""
        path = f"process-instances/{segment(process_instance_key)}/statistics/element-instances"
        return [read_count(item) for item in self._http.get(path)["items"]]

    def list_taken_flows(self, process_instance_key: str) -> list[str]:
        """Ids of the sequence flows that the instance took."""
        answer = self._http.get(f"process-instances/{segment(process_instance_key)}/sequence-flows")
        return [item["elementId"] for item in answer["items"]]

    def get_diagram(self, definition_key: str) -> str:
        """The BPMN XML of a definition as deployed."""
        return self._http.get_content(f"process-definitions/{segment(definition_key)}/xml").decode()

    def list_latest_processes(self) -> list[DefinitionView]:
        """The latest version of every deployed process, by id."""
        body = {"filter": {"isLatestVersion": True}, "sort": [{"field": "processDefinitionId"}]}
        found = [
            read_process_definition(item) for item in list_all(self._http, "process-definitions/search", body)
        ]
        return [definition for definition in found if not definition.id.startswith(LOOKUP_PREFIX)]

    def list_versions(self, process_id: str) -> list[DefinitionView]:
        """Every deployed version of a process, the newest first; empty for an unknown one."""
        body = {
            "filter": {"processDefinitionId": process_id},
            "sort": [{"field": "version", "order": "DESC"}],
        }
        found = list_all(self._http, "process-definitions/search", body)
        return [read_process_definition(item) for item in found]

    def list_running_versions(self) -> list[RunningVersion]:
        """Asked for what was not found yet: two requests a version with instances, however many were ever deployed."""
        found: dict[str, RunningVersion] = {}
        while True:
            unseen: dict[str, object] = {"processDefinitionKey": {"$notIn": list(found)}} if found else {}
            items = self.search_instances({"state": "ACTIVE"} | unseen, limit=1).items
            if not items or items[0].definition_key in found:
                return sorted(found.values(), key=lambda run: (run.definition.id, -run.definition.version))
            found[items[0].definition_key] = self._count_running(items[0])

    def _count_running(self, one: ProcessInstanceView) -> RunningVersion:
        conditions = {"state": "ACTIVE", "processDefinitionKey": one.definition_key}
        total = self.search_instances(conditions, limit=1).total
        file = f"{one.process_id}.bpmn"
        return RunningVersion(
            DefinitionView(one.definition_key, one.process_id, one.process_name, one.version, file),
            # One that was listed counts even if it ended since.
            max(total, 1),
        )

    def list_waiting_counts(self, definition_key: str) -> list[ElementCount]:
        """Where the tokens of all running instances of one version stand."""
        path = f"process-definitions/{segment(definition_key)}/statistics/element-instances"
        found = self._http.post(path, {"filter": {"state": "ACTIVE"}})["items"]
        return [read_count(item) for item in found]

    def list_latest_decisions(self) -> list[DefinitionView]:
        """The latest version of every deployed decision, by id."""
        body = {"filter": {}, "sort": [{"field": "version"}]}
        found = list_all(self._http, "decision-definitions/search", body)
        latest = {item["decisionDefinitionId"]: read_decision_definition(item) for item in found}
        return [latest[name] for name in sorted(latest)]

    def list_decisions(self, process_instance_key: str) -> list[EvaluatedDecision]:
        """What the instance had decided by tables, oldest first, with the rules that matched."""
        body = {
            "filter": {"processInstanceKey": process_instance_key},
            "sort": [{"field": "evaluationDate"}],
        }
        found = list_all(self._http, "decision-instances/search", body)
        keys = [str(item["decisionEvaluationInstanceKey"]) for item in found]
        return [read_decision(self._http.get(f"decision-instances/{segment(key)}")) for key in keys]

    def get_decision_file(self, definition_key: str) -> str:
        """The DMN XML that a version of a decision was deployed in; NotFound."""
        return self._http.get_content(f"decision-definitions/{segment(definition_key)}/xml").decode()

    def list_waiting_jobs(self) -> list[WaitingJob]:
        """Jobs that wait for a worker, are with one, or will be tried again."""
        return [read_job(job) for job in list_unfinished(self._http)]

    def get_element_instance(self, key: str) -> ElementInstanceView:
        """One token; NotFound."""
        return read_element(self._http.get(f"element-instances/{segment(key)}"))

    def get_instance_key_of_element(self, element_instance_key: str) -> str:
        """The process instance of a token; NotFound."""
        found = self._http.get(f"element-instances/{segment(element_instance_key)}")
        return str(found["processInstanceKey"])

    def list_incidents(self, process_instance_key: str | None = None) -> list[IncidentView]:
        """Open incidents, newest first: of everything, or of one instance and all it called."""
        scope = "" if process_instance_key is None else f"process-instances/{segment(process_instance_key)}/"
        body = {"filter": {"state": "ACTIVE"}, "sort": [{"field": "creationTime", "order": "DESC"}]}
        return [read_incident(item) for item in list_all(self._http, f"{scope}incidents/search", body)]

    def search_incidents(self, *, limit: int) -> FoundIncidents:
        """The newest open incidents; rows and number come of one answer, so that they agree."""
        body = {
            "filter": {"state": "ACTIVE"},
            "sort": [{"field": "creationTime", "order": "DESC"}],
            "page": {"limit": limit},
        }
        answer = self._http.post("incidents/search", body)
        items = tuple(read_incident(item) for item in answer["items"])
        return FoundIncidents(items, int(answer["page"]["totalItems"]))

    def count_incidents(self, error_type: str | None = None) -> int:
        """How many are open, of one type or of all; the number may stop at 10,000."""
        conditions = {"state": "ACTIVE"} | ({} if error_type is None else {"errorType": error_type})
        answer = self._http.post("incidents/search", {"filter": conditions, "page": {"limit": 1}})
        return int(answer["page"]["totalItems"])

    def retry_incident(self, key: str) -> None:
        """Gives its job one retry and resolves the incident; NotFound or Conflict when it is over already."""
        retry_incident(self._http, key)

    def update_job_retries(self, job_key: str, retries: int) -> None:
        """Sets a job's retries (at least 1)."""
        self._http.patch(f"jobs/{segment(job_key)}", {"changeset": {"retries": retries}})

    def list_variables(self, process_instance_key: str, names: Sequence[str] = ()) -> dict[str, object]:
        """Variables of the instance's own scope, decoded; only those named, when any are."""
        conditions: dict[str, object] = {
            "processInstanceKey": process_instance_key,
            "scopeKey": process_instance_key,
        }
        if names:
            conditions["name"] = {"$in": list(names)}
        found = list_all(self._http, "variables/search?truncateValues=false", {"filter": conditions})
        return {item["name"]: json.loads(item["value"]) for item in found}

    def map_values(self, name: str, process_instance_keys: Sequence[str]) -> dict[str, object]:
        """One variable of the own scopes of many instances, by their keys, asked for in pages of keys."""
        return map_values(self._http, name, process_instance_keys)

    def cancel_instance(self, process_instance_key: str) -> None:
        """Terminates a root instance with all it called."""
        self._http.post(f"process-instances/{segment(process_instance_key)}/cancellation")

    def read_time(self) -> datetime | None:
        """What the date of an answer says."""
        return self._http.get_date("status")

    def is_ready(self) -> bool:
        """True when the engine says that it can work."""
        try:
            self._http.get("status")
        except (NotFound, OutsideUnavailable):
            return False
        return True
