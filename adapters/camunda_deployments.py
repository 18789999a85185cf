"""What reached the engine and by which version, over REST v2: the Deployments port."""

from collections.abc import Container, Iterator, Mapping
from typing import Any, Final

from adapters.camunda_http import CamundaHttp
from adapters.camunda_monitor import CamundaMonitor
from adapters.camunda_rest import read_pages
from adapters.camunda_views import read_decision_definition, read_process_definition
from adapters.form_lookup import LOOKUP_PREFIX, FormLookup
from services.ports.deployments import DeployedResource
from services.ports.engine import EngineForm
from services.ports.monitor import DefinitionView

# Keys grow, so the newest pages hold what is new; a page of known ones ends the search.
PAGE: Final = 50
# What is searched for a version of a process, and for one of a table: its path, the field of the version, and since when.
_SEARCHES: Final = (
    ("process-instances/search", "processDefinitionKey", "startDate"),
    ("decision-instances/search", "decisionDefinitionKey", "evaluationDate"),
)


class CamundaDeployments(CamundaMonitor):
    """Reads are as old as the engine's search; errors as in the port."""

    def __init__(self, http: CamundaHttp) -> None:
        super().__init__(http)
        self._forms = FormLookup(http)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def list_processes_beyond(self, known: Container[str]) -> list[DefinitionView]:
        """The newest first; definitions that only look up forms are left out."""
        found = [
            read_process_definition(item)
            for item in self._newest("process-definitions/search", "processDefinitionKey", known)
        ]
        return [definition for definition in found if definition.key not in known]

    def list_decisions_beyond(self, known: Container[str]) -> list[DefinitionView]:
        """The newest first."""
        found = [
            read_decision_definition(item)
            for item in self._newest("decision-definitions/search", "decisionDefinitionKey", known)
        ]
        return [definition for definition in found if definition.key not in known]

    def find_latest_form(self, form_id: str) -> EngineForm | None:
        """By a definition that nobody starts (form_lookup.py)."""
        return self._forms.find_latest(form_id)

    def read_instance_keys(self, version_key: str, *, is_table: bool) -> Iterator[list[str]]:
        """Page by page of the search; an instance may stand there more than once for a table."""
        path, field, since = _SEARCHES[is_table]
        body = {"filter": {field: version_key}, "sort": [{"field": since, "order": "DESC"}]}
        for items in read_pages(self._http, path, body):
            yield [str(key) for item in items if (key := item.get("processInstanceKey"))]

    def deploy(self, files: Mapping[str, bytes]) -> list[DeployedResource]:
        """What the engine made of each file, or has had already."""
        answer = self._http.upload("deployments", files)
        return [made for item in answer["deployments"] for made in _read_item(item, files)]

    def _newest(self, path: str, key: str, known: Container[str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        start = 0
        while True:
            body = {
                "filter": {},
                "sort": [{"field": key, "order": "DESC"}],
                "page": {"from": start, "limit": PAGE},
            }
            items = self._http.post(path, body)["items"]
            found += [item for item in items if not _is_lookup(item)]
            is_new = [not _is_lookup(item) and str(item[key]) not in known for item in items]
            if len(items) < PAGE or not any(is_new):
                return found
            start += PAGE


def _is_lookup(item: Mapping[str, Any]) -> bool:
    return str(item.get("processDefinitionId") or "").startswith(LOOKUP_PREFIX)


def _read_item(item: Mapping[str, Any], files: Mapping[str, bytes]) -> list[DeployedResource]:
    if made := item.get("processDefinition"):
        key, name, version = "processDefinitionKey", "processDefinitionId", "processDefinitionVersion"
        return [
            DeployedResource(
                str(made[key]), "process", made[name], int(made[version]), str(made["resourceName"])
            )
        ]
    if made := item.get("form"):
        return [
            DeployedResource(
                str(made["formKey"]), "form", made["formId"], int(made["version"]), str(made["resourceName"])
            )
        ]
    if made := item.get("decisionDefinition"):
        # 8.8 does not say from which file a decision came.
        file = next(
            (name for name, content in files.items() if _holds(made["decisionDefinitionId"], content)), ""
        )
        return [
            DeployedResource(
                str(made["decisionDefinitionKey"]),
                "decision",
                made["decisionDefinitionId"],
                int(made["version"]),
                file,
            )
        ]
    return []


def _holds(decision_id: str, content: bytes) -> bool:
    return f'id="{decision_id}"'.encode() in content and b"decision" in content
