"""Wait states in the shape of 8.10, and counts per element."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from engine.state.job import Job
from engine.state.message_subscription import MessageSubscription
from engine.state.timer import Timer
from tests.rest import entities as stored
from tests.rest.serving import RestClient, fill_store, serving

DUE = stored.SEPTEMBER + 3_600_000


def subscription(key: int, element_key: int, element_id: str) -> MessageSubscription:
    return MessageSubscription(
        key, "reply", "A-1", element_key, element_id, 1000, stored.DEFINITION_KEY, "intake", stored.SEPTEMBER
    )


def timer(key: int, element_key: int, target_id: str) -> Timer:
    return Timer(key, element_key, 1000, stored.DEFINITION_KEY, target_id, DUE)


def job(key: int, element_key: int, **other: Any) -> Job:
    return Job(
        **{
            "key": key,
            "type": "register",
            "kind": "BPMN_ELEMENT",
            "state": "CREATED",
            "retries": 3,
            "element_id": "Service",
            "element_instance_key": element_key,
            "process_instance_key": 1000,
            "process_definition_key": stored.DEFINITION_KEY,
            "process_id": "intake",
            "process_version": 1,
            "created_at": stored.SEPTEMBER,
            **other,
        }
    )


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[RestClient]:
    def element(key: int, element_id: str, element_type: str, **other: object) -> object:
        return stored.element(
            key, 1000, scope=1000, element_id=element_id, element_type=element_type, **other
        )

    fill_store(
        tmp_path,
        [
            stored.definition(),
            stored.instance(1000),
            stored.root_scope(1000),
            element(2000, "Service", "SERVICE_TASK"),
            element(2001, "Task_Decide", "USER_TASK"),
            element(2002, "Receive", "RECEIVE_TASK"),
            element(2003, "Catch", "INTERMEDIATE_CATCH_EVENT"),
            element(2004, "Gateway", "EVENT_BASED_GATEWAY"),
            element(2005, "Service", "SERVICE_TASK", ended_at=DUE, state="COMPLETED"),
            job(3000, 2000),
            job(3001, 2001, kind="TASK_LISTENER", listener_event="completing", type="check"),
            job(3002, 2005, ended_at=DUE, state="COMPLETED"),
            stored.task(3003, instance_key=1000, element_key=2001, due_date="2026-09-02T17:00:00+08:00"),
            subscription(3004, 2002, "Receive"),
            timer(3005, 2003, "Catch"),
            # A boundary timer, and what an event-based gateway waits for: not tracked.
            timer(3006, 2001, "Boundary_Late"),
            subscription(3007, 2004, "Catch_Reply"),
            timer(3008, 2004, "Catch_Timeout"),
        ],
    )
    async with serving(tmp_path) as client:
        yield client


async def wait_states(rest: RestClient, **conditions: object) -> dict[tuple[str, str], dict[str, Any]]:
    found = await rest.search("/element-instances/wait-states", {"filter": conditions})
    assert found["page"]["totalItems"] == len(found["items"])
    return {(item["elementId"], item["waitStateType"]): item["details"] for item in found["items"]}


async def test_each_open_element_tells_what_it_waits_for(rest: RestClient) -> None:
    assert await wait_states(rest) == {
        ("Service", "JOB"): {
            "waitStateType": "JOB",
            "jobKey": "3000",
            "jobType": "register",
            "jobKind": "BPMN_ELEMENT",
            "listenerEventType": None,
            "retries": 3,
        },
        ("Task_Decide", "JOB"): {
            "waitStateType": "JOB",
            "jobKey": "3001",
            "jobType": "check",
            "jobKind": "TASK_LISTENER",
            "listenerEventType": "COMPLETING",
            "retries": 3,
        },
        ("Task_Decide", "USER_TASK"): {
            "waitStateType": "USER_TASK",
            "taskKey": "3003",
            "dueDate": "2026-09-02T09:00:00.000Z",
        },
        ("Receive", "MESSAGE"): {
            "waitStateType": "MESSAGE",
            "messageName": "reply",
            "correlationKey": "A-1",
        },
        ("Catch", "TIMER"): {"waitStateType": "TIMER", "dueDate": DUE, "repetitions": 1},
    }


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"waitStateType": "timer"}, {"Catch"}),
        ({"waitStateType": {"$in": ["MESSAGE", "USER_TASK"]}}, {"Receive", "Task_Decide"}),
        ({"elementType": "SERVICE_TASK"}, {"Service"}),
        ({"elementInstanceKey": "2002"}, {"Receive"}),
        ({"processInstanceKey": "1001"}, set()),
        ({"rootProcessInstanceKey": "1000", "elementId": "Catch"}, {"Catch"}),
    ],
)
async def test_wait_states_are_narrowed_by_filters(
    rest: RestClient, conditions: dict[str, object], expected: set[str]
) -> None:
    assert {element_id for element_id, _ in await wait_states(rest, **conditions)} == expected


async def test_waiting_instances_are_counted_per_element(rest: RestClient) -> None:
    counted = (await rest.get("/process-instances/1000/statistics/wait-states"))["items"]
    assert {item["elementId"]: item["waitingCount"] for item in counted} == {
        "Catch": 1,
        "Receive": 1,
        "Service": 1,
        "Task_Decide": 1,
    }
