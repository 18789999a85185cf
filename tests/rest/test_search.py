"""Filters, sort orders, pages and totals of searches."""

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.rest import entities as stored
from tests.rest.serving import RestClient, fill_store, serving

HOUR = 3_600_000
# EN-10 kin: each was a 500 of the store or of the reader.
STRANGE_CURSORS = (b"[" + b"9" * 30 + b"]", b'["\\ud800"]', b"[" * 5_000, b"[" + b"9" * 5_000 + b"]")


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[RestClient]:
    instances = [
        stored.instance(key, started_at=stored.SEPTEMBER + (key - 1000) * HOUR) for key in range(1000, 1010)
    ]
    instances[3] = replace(instances[3], state="COMPLETED", ended_at=stored.SEPTEMBER)
    instances[4] = replace(instances[4], incident_count=1)
    fill_store(
        tmp_path,
        [
            stored.definition(),
            stored.definition(101, version=2),
            *instances,
            stored.instance(1100, parent=1000),
            stored.root_scope(1000),
            stored.element(2000, 1000, scope=1000),
            stored.element(2001, 1100, scope=1100, incident_key=5000, incident_count=1),
            stored.incident(5000, instance_key=1100, element_key=2001, message="no_such 100%"),
            stored.variable(3000, 1000, "rung", "near"),
            stored.variable(3001, 1001, "rung", "over"),
            stored.variable(3002, 1000, "round", 1),
            stored.variable(3003, 2000, "round", 2, instance_key=1000),
            stored.variable(3004, 1000, "long", "字" * 9000),
            stored.task(4000, instance_key=1000, element_key=2000, candidate_groups=["intake", "approver"]),
            stored.task(4001, instance_key=1100, element_key=2001, assignee="wang", priority=80),
            stored.task(4002, instance_key=1001, element_key=2009, due_date="2026-09-02T17:00:00+08:00"),
        ],
    )
    async with serving(tmp_path) as client:
        yield client


async def keys(rest: RestClient, noun: str, conditions: object, key: str) -> list[int]:
    found = await rest.search(f"/{noun}", {"filter": conditions})
    return [int(item[key]) for item in found["items"]]


async def test_an_empty_body_finds_everything_with_an_exact_total(rest: RestClient) -> None:
    found = await rest.search("/process-instances")
    assert found["page"]["totalItems"] == 11
    assert found["page"]["hasMoreTotalItems"] is False
    assert len(found["items"]) == 11


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"state": "completed"}, [1003]),
        ({"state": {"$neq": "ACTIVE"}}, [1003]),
        ({"hasIncident": True}, [1004]),
        ({"endDate": {"$exists": True}}, [1003]),
        ({"processInstanceKey": {"$in": ["1001", "1002"]}}, [1001, 1002]),
        ({"startDate": {"$gte": "2026-09-01T16:00:00+08:00"}}, [1008, 1009]),
        ({"startDate": {"$gt": "2026-09-01T01:00:00Z", "$lt": "2026-09-01T03:00:00Z"}}, [1002]),
        ({"parentProcessInstanceKey": "1000"}, [1100]),
        ({"$or": [{"processInstanceKey": "1001"}, {"hasIncident": True}]}, [1001, 1004]),
        ({"variables": [{"name": "rung", "value": '"near"'}]}, [1000]),
        ({"variables": [{"name": "rung", "value": {"$in": ['"near"', '"over"']}}]}, [1000, 1001]),
        ({"variables": [{"name": "round", "value": "1"}]}, [1000]),
        ({"elementId": "Task_Decide"}, [1000, 1100]),
        ({"errorMessage": {"$like": "no_such*"}}, [1100]),
        ({"processDefinitionName": {"$like": "受?"}, "hasIncident": True}, [1004]),
        ({"tenantId": "<default>", "hasIncident": True}, [1004]),
    ],
)
async def test_filters_find_the_instances_they_name(
    rest: RestClient, conditions: object, expected: list[int]
) -> None:
    """HS-42: every operator, `$neq` among them."""
    assert await keys(rest, "process-instances", conditions, "processInstanceKey") == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("no_such 100%", [5000]),
        ("no?such*", [5000]),
        (r"no\*such*", []),
        ("No_such*", []),
        ("NOTHING*", []),
        ("*100%", [5000]),
    ],
)
async def test_like_takes_only_star_and_question_mark_as_wildcards(
    rest: RestClient, pattern: str, expected: list[int]
) -> None:
    assert await keys(rest, "incidents", {"errorMessage": {"$like": pattern}}, "incidentKey") == expected


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"candidateGroup": "approver"}, [4000]),
        ({"candidateGroup": {"$in": ["nobody", "intake"]}}, [4000]),
        ({"assignee": {"$exists": False}}, [4000, 4002]),
        ({"assignee": "wang"}, [4001]),
        ({"assignee": {"$notIn": ["wang"]}}, [4000, 4002]),
        ({"priority": {"$gte": 80}}, [4001]),
        ({"dueDate": {"$lte": "2026-09-02T09:00:00Z"}}, [4002]),
        ({"state": {"$in": ["CREATED", "COMPLETING"]}, "userTaskKey": "4000"}, [4000]),
        ({"processInstanceVariables": [{"name": "rung", "value": '"over"'}]}, [4002]),
        ({"localVariables": [{"name": "round", "value": "2"}]}, [4000]),
    ],
)
async def test_filters_find_the_user_tasks_they_name(
    rest: RestClient, conditions: object, expected: list[int]
) -> None:
    assert await keys(rest, "user-tasks", conditions, "userTaskKey") == expected


@pytest.mark.parametrize(
    "body",
    [
        {"filter": {"nonsense": 1}},
        {"filter": {"state": {"$nonsense": "ACTIVE"}}},
        {"filter": {"processInstanceKey": "abc"}},
        {"filter": {"startDate": "yesterday"}},
        {"filter": {"hasIncident": "yes"}},
        {"filter": []},
        {"sort": [{"field": "nonsense"}]},
        {"sort": [{"field": "startDate", "order": "SIDEWAYS"}]},
        {"page": {"limit": 10_001}},
        {"page": {"limit": -1}},
        {"page": {"from": 1 << 64}},
        {"filter": {"processInstanceKey": "9" * 5000}},
        {"filter": {"processDefinitionVersion": 1 << 64}},
        {"page": {"after": "W3siYSI6MX0sMV0="}},
        {"page": {"from": 1, "after": "abc"}},
        {"page": {"after": "not a cursor"}},
        *({"page": {"after": base64.urlsafe_b64encode(text).decode()}} for text in STRANGE_CURSORS),
        {"filter": {"variables": [{"name": "rung", "value": "near"}]}},
        {"tenantId": "other"},
        {"extra": True},
    ],
)
async def test_a_request_outside_the_contract_is_refused_as_problem(rest: RestClient, body: object) -> None:
    status, problem = await rest.call("POST", "/process-instances/search", body)
    assert status == 400
    assert problem["title"] == "INVALID_ARGUMENT"
    assert problem["instance"] == "/v2/process-instances/search"
    assert problem["detail"]


async def test_pages_by_cursor_go_forth_and_back_over_rows_with_and_without_an_end_date(
    rest: RestClient,
) -> None:
    order = {"sort": [{"field": "endDate", "order": "DESC"}, {"field": "startDate", "order": "ASC"}]}
    whole = [i["processInstanceKey"] for i in (await rest.search("/process-instances", order))["items"]]
    assert whole[0] == "1003"
    seen: list[str] = []
    cursor = None
    while True:
        page = {"limit": 3} | ({"after": cursor} if cursor else {})
        found = await rest.search("/process-instances", {**order, "page": page})
        if not found["items"]:
            break
        assert found["page"]["totalItems"] == 11
        seen += [item["processInstanceKey"] for item in found["items"]]
        first, cursor = found["page"]["startCursor"], found["page"]["endCursor"]
    assert seen == whole
    before = await rest.search("/process-instances", {**order, "page": {"limit": 3, "before": first}})
    position = whole.index(seen[-2])
    assert [item["processInstanceKey"] for item in before["items"]] == whole[position - 3 : position]


async def test_pages_by_offset_cut_the_same_order(rest: RestClient) -> None:
    found = await rest.search(
        "/process-instances",
        {"sort": [{"field": "processInstanceKey", "order": "desc"}], "page": {"from": 1, "limit": 2}},
    )
    assert [item["processInstanceKey"] for item in found["items"]] == ["1009", "1008"]


async def test_totals_stop_at_ten_thousand_and_say_so(tmp_path: Path) -> None:
    fill_store(tmp_path, [stored.definition(), *(stored.instance(key) for key in range(1000, 11_001))])
    async with serving(tmp_path) as rest:
        found = await rest.search("/process-instances", {"page": {"limit": 1}})
        assert found["page"]["totalItems"] == 10_000
        assert found["page"]["hasMoreTotalItems"] is True


async def test_variables_are_json_texts_and_long_ones_are_cut_unless_asked_whole(rest: RestClient) -> None:
    cut = (await rest.search("/variables", {"filter": {"name": "long"}}))["items"][0]
    assert cut["isTruncated"] is True
    assert len(cut["value"]) == 8191
    whole = (await rest.post("/variables/search?truncateValues=false", {"filter": {"name": "long"}}))[
        "items"
    ][0]
    assert whole["isTruncated"] is False
    assert whole["value"] == '"' + "字" * 9000 + '"'
    assert (await rest.get(f"/variables/{cut['variableKey']}"))["value"] == whole["value"]


async def test_effective_variables_of_a_task_take_the_innermost_of_equal_names(rest: RestClient) -> None:
    every = await rest.post("/user-tasks/4000/variables/search")
    assert sorted((i["name"], i["scopeKey"]) for i in every["items"]) == [
        ("long", "1000"),
        ("round", "1000"),
        ("round", "2000"),
        ("rung", "1000"),
    ]
    effective = await rest.post("/user-tasks/4000/effective-variables/search", {"filter": {"name": "round"}})
    assert [(item["name"], item["value"]) for item in effective["items"]] == [("round", "2")]


async def test_latest_versions_are_told_from_earlier_ones(rest: RestClient) -> None:
    assert await keys(rest, "process-definitions", {"isLatestVersion": True}, "processDefinitionKey") == [101]
    assert await keys(rest, "process-definitions", {"version": 1}, "processDefinitionKey") == [100]


async def test_element_instances_carry_names_and_leave_the_process_itself_out(rest: RestClient) -> None:
    found = await rest.search("/element-instances", {"filter": {"processInstanceKey": "1000"}})
    assert [(item["elementInstanceKey"], item["elementName"]) for item in found["items"]] == [
        ("2000", "决定是否受理")
    ]
    assert (await rest.call("GET", "/element-instances/1000"))[0] == 404
    scoped = await rest.search("/element-instances", {"filter": {"elementInstanceScopeKey": "1000"}})
    assert len(scoped["items"]) == 1


async def test_incidents_of_an_instance_include_those_of_called_instances(rest: RestClient) -> None:
    found = await rest.search("/process-instances/1000/incidents")
    assert [item["incidentKey"] for item in found["items"]] == ["5000"]
    assert (await rest.search("/process-instances/1001/incidents"))["items"] == []


async def test_the_call_hierarchy_leads_from_the_root_down(rest: RestClient) -> None:
    line = await rest.get("/process-instances/1100/call-hierarchy")
    assert [entry["processInstanceKey"] for entry in line] == ["1000", "1100"]


async def test_an_unknown_key_is_a_404_problem(rest: RestClient) -> None:
    for path in (
        "/process-instances/1",
        "/user-tasks/1",
        "/incidents/1",
        "/variables/1",
        "/process-definitions/1/xml",
    ):
        status, problem = await rest.call("GET", path)
        assert (status, problem["title"]) == (404, "NOT_FOUND"), path
    assert (await rest.call("GET", "/process-instances/abc"))[0] == 400
