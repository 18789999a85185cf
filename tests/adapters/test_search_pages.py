"""Searches that have more rows than one answer, against a cluster that shows only its first rows by offset."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from adapters.camunda_deployments import CamundaDeployments
from adapters.camunda_grpc import ZeebeMessages
from adapters.camunda_http import CamundaHttp
from adapters.camunda_monitor import CamundaMonitor
from adapters.camunda_rest import CamundaEngine, list_all
from tests.adapters.conftest import Connected
from tests.local_http import QuietHandler, serve_http
from tests.rest.diagrams import decide_form, decide_process

ROWS = [
    {"processInstanceKey": str(number), "name": f"v{number}", "value": str(number)} for number in range(7)
]
# Of a real cluster 10,000.
SHOWN_BY_OFFSET = 4


class Cluster(QuietHandler):
    """Cursors are numbers of rows here; `has_cursors` False: a search of a release that gives none.

    Of effective variables it gives them too, and refuses them.
    """

    has_cursors: ClassVar[bool] = True
    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        page = json.loads(self.read_body())["page"]
        self.asked.append(page)
        first, is_by_offset = page.get("from", 0), "effective-variables" in self.path
        is_beyond = self.has_cursors and not is_by_offset and first + page["limit"] > SHOWN_BY_OFFSET
        if is_beyond or (is_by_offset and "after" in page):
            self.answer(400)
            return
        begin = int(page["after"]) if "after" in page else first
        items = ROWS[begin : begin + page["limit"]]
        told: dict[str, object] = {"totalItems": SHOWN_BY_OFFSET, "hasMoreTotalItems": True}
        if self.has_cursors:
            told["endCursor"] = str(begin + len(items)) if items else None
        content = json.dumps({"items": items, "page": told}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[CamundaHttp]:
    monkeypatch.setattr("adapters.camunda_rest.PAGE_SIZE", 2)
    monkeypatch.setattr(Cluster, "asked", [])
    with serve_http(Cluster) as address:
        http = CamundaHttp(address)
        yield http
        http.close()


def test_all_rows_are_listed_once_beyond_what_a_cluster_shows_by_offset(cluster: CamundaHttp) -> None:
    """16b: of more than 10,000 roots the rest was compared with nothing."""
    assert list_all(cluster, "process-instances/search", {}) == ROWS
    assert Cluster.asked == [{"limit": 2}, *({"after": str(number), "limit": 2} for number in (2, 4, 6))]


def test_cases_of_a_version_are_looked_for_beyond_what_a_cluster_shows_by_offset(
    cluster: CamundaHttp,
) -> None:
    """The first look at a version by which more than 10,000 cases went; instances and decisions alike."""
    deployments = CamundaDeployments(cluster)
    for is_table in (False, True):
        pages = list(deployments.read_instance_keys("1", is_table=is_table))
        assert pages == [["0", "1"], ["2", "3"], ["4", "5"], ["6"]]


def test_a_search_that_gives_no_cursor_is_gone_on_with_by_offset(
    cluster: CamundaHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cluster, "has_cursors", False)
    assert list_all(cluster, "process-instances/search", {}) == ROWS
    assert Cluster.asked == [{"limit": 2}, *({"from": number, "limit": 2} for number in (2, 4, 6))]


def test_effective_variables_are_gone_through_by_offset(cluster: CamundaHttp) -> None:
    """Their contract has no cursor, though their answers do."""
    messages = ZeebeMessages("127.0.0.1:9")
    found = CamundaEngine(cluster, messages).list_effective_variables("1")
    messages.close()
    assert found == {f"v{number}": number for number in range(7)}
    assert Cluster.asked == [{"limit": 2}, *({"from": number, "limit": 2} for number in (2, 4, 6))]


class Meanwhile(CamundaHttp):
    """Something begins between the first page and the second."""

    has_begun = False

    def post(self, path: str, body: Any = None) -> Any:
        answer = super().post(path, body)
        if path.endswith("/search") and not self.has_begun:
            self.has_begun = True
            super().post("process-instances", {"processDefinitionId": "decide"})
        return answer


def test_what_begins_between_two_pages_doubles_nothing(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By offset the newest first moved every other row by one."""
    monkeypatch.setattr("adapters.camunda_rest.PAGE_SIZE", 2)
    connected.resources.deploy({"decide.form": decide_form().encode()})
    connected.resources.deploy({"decide.bpmn": decide_process(listeners="").encode()})
    body = {"processDefinitionId": "decide", "variables": {}}
    keys = [str(connected.http.post("process-instances", body)["processInstanceKey"]) for _ in range(5)]
    http = Meanwhile(connected.running.rest_address)
    monitor = CamundaMonitor(http)
    instances = [one.key for one in monitor.list_instances({"processDefinitionId": "decide"})]
    http.has_begun = False
    tokens = [one.key for one in monitor.list_elements({"elementId": "Task_Decide", "state": "ACTIVE"})]
    http.close()
    assert (len(instances), len(tokens)) == (len(set(instances)), len(set(tokens)))
    assert set(keys) <= set(instances)
    assert len(tokens) >= len(keys) + 1
