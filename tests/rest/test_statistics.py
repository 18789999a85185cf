"""Tokens per element over all instances of a definition, narrowed by what the instances are and hold."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from engine.state.job import Job
from tests.rest import entities as stored
from tests.rest.serving import RestClient, fill_store, serving

HOUR = 3_600_000


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[RestClient]:
    fill_store(
        tmp_path,
        [
            stored.definition(),
            stored.instance(1000, tags=["urgent"]),
            stored.instance(1001, started_at=stored.SEPTEMBER + HOUR, parent=1000),
            stored.instance(1002, state="COMPLETED", ended_at=stored.SEPTEMBER + HOUR),
            stored.root_scope(1000),
            stored.root_scope(1001),
            stored.element(2000, 1000, scope=1000, element_id="Wait_Near", element_type="RECEIVE_TASK"),
            stored.element(
                2001, 1001, scope=1001, element_id="Wait_Over", incident_key=5000, incident_count=1
            ),
            stored.element(
                2002, 1002, scope=1002, element_id="Wait_Near", state="COMPLETED", ended_at=stored.SEPTEMBER
            ),
            stored.element(
                2003, 1002, scope=1002, element_id="Wait_Over", state="TERMINATED", ended_at=stored.SEPTEMBER
            ),
            stored.incident(5000, instance_key=1001, element_key=2001, message="no seal"),
            stored.variable(3000, 1000, "clock_state", "near"),
            stored.variable(3001, 1001, "clock_state", "overdue"),
            stored.variable(3002, 2001, "unit", "七号窗口", instance_key=1001),
            failed_job(4000, 1001),
        ],
    )
    async with serving(tmp_path) as client:
        yield client


def failed_job(key: int, instance_key: int) -> Job:
    return Job(
        key=key,
        type="seal",
        kind="BPMN_ELEMENT",
        state="FAILED",
        retries=2,
        element_id="Wait_Over",
        element_instance_key=2001,
        process_instance_key=instance_key,
        process_definition_key=stored.DEFINITION_KEY,
        process_id="intake",
        process_version=1,
        created_at=stored.SEPTEMBER,
    )


NEAR = ("Wait_Near", 1, 0, 0, 0)
OVER = ("Wait_Over", 0, 0, 1, 0)
ENDED = [("Wait_Near", 0, 0, 0, 1), ("Wait_Over", 0, 1, 0, 0)]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"variables": [{"name": "clock_state", "value": '"overdue"'}]}, [OVER]),
        ({"variables": [{"name": "clock_state", "value": {"$like": '"n*'}}]}, [NEAR]),
        ({"variables": [{"name": "unit", "value": '"七号窗口"'}]}, [OVER]),
        ({"state": "COMPLETED"}, ENDED),
        ({"hasIncident": False, "state": "ACTIVE"}, [NEAR, OVER]),
        ({"parentProcessInstanceKey": "1000"}, [OVER]),
        ({"startDate": {"$gt": "2026-09-01T00:30:00Z"}}, [OVER]),
        ({"errorMessage": "no seal"}, [OVER]),
        ({"elementId": "Wait_Near", "elementInstanceState": "ACTIVE"}, [NEAR]),
        ({"elementId": "Wait_Near", "elementInstanceState": "COMPLETED"}, ENDED),
        ({"hasElementInstanceIncident": True}, [OVER]),
        ({"tags": ["urgent"]}, [NEAR]),
        ({"hasRetriesLeft": True}, [OVER]),
        (
            {"$or": [{"processInstanceKey": "1000"}, {"elementId": "Wait_Over", "state": "ACTIVE"}]},
            [NEAR, OVER],
        ),
    ],
)
async def test_tokens_of_the_instances_that_a_filter_names_are_counted(
    rest: RestClient, conditions: object, expected: list[tuple[str, int, int, int, int]]
) -> None:
    path = f"/process-definitions/{stored.DEFINITION_KEY}/statistics/element-instances"
    counted = (await rest.post(path, {"filter": conditions}))["items"]
    names = ("elementId", "active", "canceled", "incidents", "completed")
    assert [tuple(item[name] for name in names) for item in counted] == expected


async def test_a_filter_that_is_no_filter_of_instances_is_refused(rest: RestClient) -> None:
    path = f"/process-definitions/{stored.DEFINITION_KEY}/statistics/element-instances"
    for wrong in ({"tags": "urgent"}, {"hasRetriesLeft": "yes"}, {"element": {}}, {"processName": "x"}):
        assert (await rest.call("POST", path, {"filter": wrong}))[0] == 400


async def test_ended_elements_are_listed_in_the_order_of_their_start(rest: RestClient) -> None:
    body = {"filter": {"processInstanceKey": "1002"}, "sort": [{"field": "startDate", "order": "ASC"}]}
    found = (await rest.search("/element-instances", body))["items"]
    assert [(item["elementId"], item["state"]) for item in found] == [
        ("Wait_Near", "COMPLETED"),
        ("Wait_Over", "TERMINATED"),
    ]
