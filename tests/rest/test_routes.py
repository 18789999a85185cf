"""The edges of the route table: prefixes, unknown paths, methods, bodies that are no JSON."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.rest.serving import RestClient, serving


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[RestClient]:
    async with serving(tmp_path) as client:
        yield client


@pytest.mark.parametrize("prefix", ["/v2", "/modeler/v2", "/modeler/v2/v2"])
async def test_the_modeler_finds_the_topology_under_its_own_prefixes(rest: RestClient, prefix: str) -> None:
    response = await rest.http.get(f"{prefix}/topology")
    assert (await response.json())["gatewayVersion"] == "8.8.0"


@pytest.mark.parametrize("path", ["/", "/v2/cluster-variables", "/modeler/v3/topology", "/v2/documents"])
async def test_an_operation_that_is_not_served_is_a_404_problem(rest: RestClient, path: str) -> None:
    response = await rest.http.get(path)
    assert response.status == 404
    assert response.content_type == "application/problem+json"
    assert (await response.json())["title"] == "NOT_FOUND"


async def test_a_wrong_method_is_a_problem_too(rest: RestClient) -> None:
    status, problem = await rest.call("DELETE", "/topology")
    assert (status, problem["title"]) == (405, "METHOD_NOT_ALLOWED")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '"text"',
        "\x00",
        '{"processDefinitionId": "a", "variables": {"x": NaN}}',
        '{"processDefinitionId": "a", "variables": {"x": 1e999}}',
        '{"processDefinitionId": "a", "variables": {"x": "\\ud800"}}',
        '{"processDefinitionId": "a", "variables": {"x": ' + "[" * 300 + "]" * 300 + "}}",
        '{"variables": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
async def test_a_body_that_is_no_json_object_is_refused(rest: RestClient, text: str) -> None:
    response = await rest.http.post("/v2/process-instances", data=text)
    assert response.status == 400
    assert (await response.json())["title"] == "INVALID_ARGUMENT"


async def test_an_empty_body_with_a_json_content_type_is_an_empty_search(rest: RestClient) -> None:
    response = await rest.http.post("/v2/user-tasks/search", headers={"Content-Type": "application/json"})
    assert response.status == 200
    assert (await response.json())["items"] == []


async def test_a_pinned_clock_stands_until_it_is_reset(rest: RestClient) -> None:
    assert (await rest.call("PUT", "/clock", {"timestamp": 1788220800000}))[0] == 204
    assert rest.runtime.clock.now_ms() == 1788220800000
    assert (await rest.call("POST", "/clock/reset"))[0] == 204
    assert rest.runtime.clock.pinned_ms is None
    assert (await rest.call("PUT", "/clock", {"timestamp": "now"}))[0] == 400


async def test_a_stopped_engine_answers_503(rest: RestClient) -> None:
    await rest.runtime.close()
    status, problem = await rest.call("POST", "/messages/publication", {"name": "m", "timeToLive": 0})
    assert (status, problem["title"]) == (503, "RESOURCE_EXHAUSTED")
    rest.runtime.close = _nothing


async def _nothing() -> None:
    """The fixture closes what this test has closed already."""


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/messages/publication", {"name": "m", "timeToLive": 1 << 62}),
        ("POST", "/messages/publication", {"name": "m", "timeToLive": -1}),
        ("POST", "/messages/publication", {"name": ""}),
        ("POST", "/jobs/activation", {"type": "t", "timeout": 0, "maxJobsToActivate": 1}),
        ("POST", "/jobs/activation", {"type": "t", "timeout": 1 << 62, "maxJobsToActivate": 1}),
        ("POST", "/jobs/1/failure", {"retryBackOff": 1 << 62}),
        ("PATCH", "/jobs/1", {"changeset": {}}),
        ("PATCH", "/user-tasks/1", {"changeset": {"dueDate": "tomorrow"}}),
        ("PATCH", "/user-tasks/1", {"changeset": {"dueDate": "2026-09-02T17:00:00"}}),
        ("PATCH", "/user-tasks/1", {"changeset": {"assignee": "wang"}}),
        ("PUT", "/clock", {"timestamp": 1 << 62}),
        ("PUT", "/element-instances/1/variables", {"variables": []}),
        ("POST", "/user-tasks/1/assignment", {}),
    ],
)
async def test_values_out_of_bounds_are_refused_before_the_engine_sees_them(
    rest: RestClient, method: str, path: str, body: object
) -> None:
    status, problem = await rest.call(method, path, body)
    assert (status, problem["title"]) == (400, "INVALID_ARGUMENT")
    assert (await rest.call("POST", "/messages/publication", {"name": "m"}))[0] == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_page_of_another_origin_cannot_send_commands_through_a_browser(
    rest: RestClient, origin: str
) -> None:
    response = await rest.http.post("/v2/process-instances/1/cancellation", headers={"Origin": origin})
    assert response.status == 403
    assert (await response.json())["title"] == "FORBIDDEN"
